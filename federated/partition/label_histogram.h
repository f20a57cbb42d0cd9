#ifndef FEDERATED_PARTITION_LABEL_HISTOGRAM_H_
#define FEDERATED_PARTITION_LABEL_HISTOGRAM_H_

/// What a partition came out as: who has how much of which class.

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "federated/partition/client_rows.h"

namespace flow::federated {

/// The number of rows, [client][class]; row k is of class labels[k], one of
/// 0, ..., classes-1. InvalidArgument: a row without a label, a label outside
/// [0, classes).
absl::StatusOr<std::vector<std::vector<int64_t>>> LabelHistogram(
    const Partition& partition, absl::Span<const int64_t> labels,
    int64_t classes);

/// The share of each client in all rows, lambda_i = n_i / n: how much it counts
/// in an average by size [Wang25]. Sums to one, but for rounding. CHECKs that
/// there is a row.
std::vector<double> SizeWeights(const Partition& partition);

}  // namespace flow::federated

#endif  // FEDERATED_PARTITION_LABEL_HISTOGRAM_H_
