#ifndef DATASETS_DISTRIBUTION_INFO_H_
#define DATASETS_DISTRIBUTION_INFO_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "datasets/distribution_options.h"

namespace flow::datasets {

/// What there is to know about a distribution before anything is drawn from it,
/// and without a tensor library.
struct DistributionInfo {
  int64_t dim = 0;
  int64_t num_classes = 0;            // 0 without labels
  int64_t num_clients = 0;            // that a column of the file tells of
  std::optional<int64_t> size;        // empty for a law, which never runs out
  bool is_standard_gaussian = false;  // the law N(0, I), not points of it
  std::optional<StudentTOptions> student_t;  // such a law, not points of it

  bool operator==(const DistributionInfo&) const = default;
};

/// InvalidArgument as Validate; for a file, which is read as a whole, also the
/// errors of LoadArrayFile, LoadPixelGrid, LoadTabular or InspectImages.
absl::StatusOr<DistributionInfo> GetDistributionInfo(
    const DistributionOptions& options);

}  // namespace flow::datasets

#endif  // DATASETS_DISTRIBUTION_INFO_H_
