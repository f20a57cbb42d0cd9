#include "flowlang/lower/stage_context.h"

#include "absl/strings/str_cat.h"
#include "core/base/check.h"

namespace flow::lang {

size_t StageContext::IndexOf(const std::string& name) const {
  for (size_t i = 0; i < plan.stages.size(); ++i) {
    if (plan.stages[i].name == name) return i;
  }
  FLOW_CHECK(false) << "the plan has no stage " << name;
  return 0;
}

absl::Status StageContext::Announce(const std::string& note) const {
  const std::string& name = stage().name;
  progress->OnStage(name, note);
  return directory.Log(note.empty() ? name : absl::StrCat(name, ": ", note));
}

absl::Status StageContext::Warn(const std::string& text) const {
  const std::string& name = stage().name;
  progress->OnWarning(name, text);
  return directory.Log(absl::StrCat(name, ": warning: ", text));
}

}  // namespace flow::lang
