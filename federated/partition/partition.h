#ifndef FEDERATED_PARTITION_PARTITION_H_
#define FEDERATED_PARTITION_PARTITION_H_

/// Which rows of a finite data set each client has:
///
///     FLOW_ASSIGN_OR_RETURN(
///         const Partition partition,
///         MakePartition(Dirichlet{.alpha = 0.3}, /*clients=*/3, labels,
///                       DeriveSeed(root, "partition")));
///     for (const int64_t row : partition[0]) ...  // those of client 0
///
/// The rows of a client are ascending; clients are disjoint and together have
/// all rows; every client has at least one, except under Dirichlet with
/// min_size = 0. The same options, data and seed give the same partition on
/// every machine. What each option means, and its errors, are in the header
/// that partition_options.h names beside it.

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/base/random.h"
#include "federated/partition/client_rows.h"
#include "federated/partition/partition_options.h"

namespace flow::federated {

/// Divides rows that have labels: labels[k] is the class of row k, for
/// ByComponent its component, for ByColumn its value in the column. Iid,
/// Quantity and FromFile only count them; by label, component, column and file
/// nothing is drawn.
absl::StatusOr<Partition> MakePartition(const PartitionOptions& options,
                                        int64_t clients,
                                        absl::Span<const int64_t> labels,
                                        Seed seed);

/// Divides `rows` rows without labels. InvalidArgument where the options need
/// them.
absl::StatusOr<Partition> MakePartition(const PartitionOptions& options,
                                        int64_t clients, int64_t rows,
                                        Seed seed);

}  // namespace flow::federated

#endif  // FEDERATED_PARTITION_PARTITION_H_
