#include "federated/partition/label_histogram.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"

namespace flow::federated {

absl::StatusOr<std::vector<std::vector<int64_t>>> LabelHistogram(
    const Partition& partition, absl::Span<const int64_t> labels,
    int64_t classes) {
  std::vector<std::vector<int64_t>> counts(partition.size(),
                                           std::vector<int64_t>(classes, 0));
  for (int64_t client = 0; client < partition.size(); ++client) {
    for (const int64_t row : partition[client]) {
      if (row < 0 || row >= labels.size()) {
        return absl::InvalidArgumentError(absl::StrCat(
            "a row must be one of the ", labels.size(),
            " that have labels; client ", client, " has row ", row));
      }
      if (labels[row] < 0 || labels[row] >= classes) {
        return absl::InvalidArgumentError(
            absl::StrCat("a class must be from 0 to ", classes - 1,
                         "; that of row ", row, " is ", labels[row]));
      }
      ++counts[client][labels[row]];
    }
  }
  return counts;
}

std::vector<double> SizeWeights(const Partition& partition) {
  int64_t rows = 0;
  for (const auto& of_client : partition) rows += of_client.size();
  FLOW_CHECK(rows > 0) << "weights by size of clients without rows";
  std::vector<double> weights;
  for (const auto& of_client : partition) {
    weights.push_back(static_cast<double>(of_client.size()) / rows);
  }
  return weights;
}

}  // namespace flow::federated
