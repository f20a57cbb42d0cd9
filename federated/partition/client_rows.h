#ifndef FEDERATED_PARTITION_CLIENT_ROWS_H_
#define FEDERATED_PARTITION_CLIENT_ROWS_H_

/// A partition in its two forms: the rows of each client, and the client of
/// each row.

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace flow::federated {

/// The rows of each client, [client][its rows]. All that this package returns
/// is sorted within a client, disjoint between clients, and covers the rows
/// 0, ..., n-1.
using Partition = std::vector<std::vector<int64_t>>;

/// The partition in which row k belongs to client_of_row[k]. CHECKs that the
/// clients are in [0, clients). A client whom nobody names has no rows.
Partition RowsByClient(absl::Span<const int64_t> client_of_row,
                       int64_t clients);

/// The client of each row, which undoes RowsByClient. InvalidArgument: a row
/// that two clients have or that none has; the rows are 0, ..., n-1 with n the
/// sum of the clients' sizes.
absl::StatusOr<std::vector<int64_t>> ClientOfRow(const Partition& partition);

/// InvalidArgument unless 1 <= clients <= rows, without which some client would
/// have nothing.
absl::Status CheckClients(int64_t clients, int64_t rows);

}  // namespace flow::federated

#endif  // FEDERATED_PARTITION_CLIENT_ROWS_H_
