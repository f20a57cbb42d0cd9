#ifndef FEDERATED_PARTITION_LABEL_PARTITION_H_
#define FEDERATED_PARTITION_LABEL_PARTITION_H_

/// Partitions that the labels decide alone, without chance.

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "federated/partition/client_rows.h"

namespace flow::federated {

/// Client i has the rows of the classes c with c mod clients == i.
///
/// With the components of a mixture in place of classes it is the partition by
/// component; the labels 0, 1, ..., K-1 divide the components themselves, a
/// mixture's law.
///
/// InvalidArgument: a negative label, no client, more clients than rows, a
/// client without a row (as when there are fewer classes than clients).
absl::StatusOr<Partition> PartitionByLabel(int64_t clients,
                                           absl::Span<const int64_t> labels);

/// A client for each value of a column of whole numbers, ids[k] in row k:
/// client i has the rows of the i-th smallest of the values.
///
/// InvalidArgument: there are not as many values as clients, no client.
/// `column` is the name in that error. Ids may be negative.
absl::StatusOr<Partition> PartitionByColumn(absl::string_view column,
                                            int64_t clients,
                                            absl::Span<const int64_t> ids);

}  // namespace flow::federated

#endif  // FEDERATED_PARTITION_LABEL_PARTITION_H_
