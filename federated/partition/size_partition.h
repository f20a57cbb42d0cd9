#ifndef FEDERATED_PARTITION_SIZE_PARTITION_H_
#define FEDERATED_PARTITION_SIZE_PARTITION_H_

/// Partitions that look at nothing of the rows: each client has a random
/// sample, and only sizes differ.
///
/// Errors: InvalidArgument for fewer rows than clients or no client, and for
/// options out of their ranges.

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "federated/partition/client_rows.h"
#include "federated/partition/partition_options.h"

namespace flow::federated {

/// A random permutation of the rows, cut into equal parts: sizes differ by at
/// most one, and the first clients have the larger ones.
absl::StatusOr<Partition> PartitionIid(int64_t clients, int64_t rows,
                                       Seed seed);

/// A random permutation of the rows, cut into parts of Apportion(w, rows),
/// apportion.h, with the weights w_i of the law; so they sum to `rows`, and
/// each client has at least one.
absl::StatusOr<Partition> PartitionByQuantity(const Quantity& options,
                                              int64_t clients, int64_t rows,
                                              Seed seed);

/// The same as shares of a law, which sum to one: w_i / sum of w. With the seed
/// of PartitionByQuantity they are what its sizes are rounded from. Shares of
/// kExponential below the least double are zero.
absl::StatusOr<std::vector<double>> QuantityShares(const Quantity& options,
                                                   int64_t clients, Seed seed);

}  // namespace flow::federated

#endif  // FEDERATED_PARTITION_SIZE_PARTITION_H_
