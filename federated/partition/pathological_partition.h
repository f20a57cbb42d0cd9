#ifndef FEDERATED_PARTITION_PATHOLOGICAL_PARTITION_H_
#define FEDERATED_PARTITION_PATHOLOGICAL_PARTITION_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/base/random.h"
#include "federated/partition/client_rows.h"
#include "federated/partition/partition_options.h"

namespace flow::federated {

/// Each client has rows of exactly classes_per_client classes.
///
/// The classes are dealt like cards: a deck of all of them in random order,
/// from which each client in turn takes the next ones; when it runs out, a new
/// deck is shuffled, in which the classes that the client at hand already has
/// come last. So the numbers of clients that two classes have differ by at
/// most one. The rows of a class, in random order, are then cut into equal
/// parts for its clients: their sizes differ by at most one, and the clients of
/// lower number have the larger ones.
///
/// Classes are those that have rows.
///
/// InvalidArgument: no client; a negative label; classes_per_client < 1 or more
/// than there are classes; clients * classes_per_client less than the classes,
/// so that some class would belong to nobody; a class with fewer rows than
/// clients that are to have it.
absl::StatusOr<Partition> PartitionPathologically(
    const Pathological& options, int64_t clients,
    absl::Span<const int64_t> labels, Seed seed);

}  // namespace flow::federated

#endif  // FEDERATED_PARTITION_PATHOLOGICAL_PARTITION_H_
