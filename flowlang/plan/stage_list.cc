#include "flowlang/plan/stage_list.h"

#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/content_hash.h"

namespace flow::lang {

void StageList::Add(std::string name, std::string kind,
                    std::vector<std::string> inputs, Settings settings,
                    StageWork work) {
  std::string upstream;
  for (const std::string& input : inputs) {
    const auto stage = index_of_name_.find(input);
    FLOW_CHECK(stage != index_of_name_.end())
        << "no stage '" << input << "' yet";
    upstream += stages_[stage->second].hash;
  }
  std::string hash =
      ContentHash(absl::StrCat(kind, "\n", settings.hashed, "\n", upstream));
  index_of_name_.emplace(name, stages_.size());
  stages_.push_back({std::move(name), std::move(kind), std::move(inputs),
                     hash.substr(0, 16), std::move(settings.shown),
                     std::move(work)});
}

}  // namespace flow::lang
