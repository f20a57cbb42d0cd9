#include "datasets/known_infos.h"

namespace flow::datasets {

absl::StatusOr<DistributionInfo> KnownInfos::Get(
    const std::string& content, const DistributionOptions& options) {
  const std::lock_guard<std::mutex> lock(mutex_);
  Known& known = by_content_[content];
  for (const auto& [asked, info] : known) {
    if (asked == options) return info;
  }
  return known.emplace_back(options, GetDistributionInfo(options)).second;
}

}  // namespace flow::datasets
