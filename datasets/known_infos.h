#ifndef DATASETS_KNOWN_INFOS_H_
#define DATASETS_KNOWN_INFOS_H_

#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "datasets/distribution_info.h"
#include "datasets/distribution_options.h"

namespace flow::datasets {

/// What GetDistributionInfo has said of files, so that a table that takes
/// seconds is taken apart once for all members of a suite. Thread-safe.
class KnownInfos {
 public:
  /// Of a distribution whose files have this content, which the caller knows by
  /// its hash. Errors: those of GetDistributionInfo, which are remembered too.
  absl::StatusOr<DistributionInfo> Get(const std::string& content,
                                       const DistributionOptions& options);

 private:
  using Known = std::vector<
      std::pair<DistributionOptions, absl::StatusOr<DistributionInfo>>>;

  std::mutex mutex_;
  std::map<std::string, Known> by_content_;
};

}  // namespace flow::datasets

#endif  // DATASETS_KNOWN_INFOS_H_
