#ifndef FEDERATED_PARTITION_SHARDS_PARTITION_H_
#define FEDERATED_PARTITION_SHARDS_PARTITION_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/base/random.h"
#include "federated/partition/client_rows.h"
#include "federated/partition/partition_options.h"

namespace flow::federated {

/// The rows sorted by class, those of one class in random order, cut into
/// clients * per_client shards of equal size, which are dealt out at random,
/// per_client to each client [McMahan17]. Sizes of shards differ by at most
/// one.
///
/// A shard may straddle two classes or more, and a client may get two shards of
/// one class: a client sees about per_client classes, not exactly
/// (pathological_partition.h does that).
///
/// InvalidArgument: no client, per_client < 1, fewer rows than shards, a
/// negative label.
absl::StatusOr<Partition> PartitionByShards(const Shards& options,
                                            int64_t clients,
                                            absl::Span<const int64_t> labels,
                                            Seed seed);

}  // namespace flow::federated

#endif  // FEDERATED_PARTITION_SHARDS_PARTITION_H_
