#include "federated/partition/client_rows.h"

#include "absl/strings/str_cat.h"
#include "core/base/check.h"

namespace flow::federated {

Partition RowsByClient(absl::Span<const int64_t> client_of_row,
                       int64_t clients) {
  std::vector<int64_t> sizes(clients, 0);
  for (const int64_t client : client_of_row) {
    FLOW_CHECK(client >= 0 && client < clients) << "got client " << client;
    ++sizes[client];
  }
  Partition partition(clients);
  for (int64_t i = 0; i < clients; ++i) partition[i].reserve(sizes[i]);
  for (int64_t row = 0; row < client_of_row.size(); ++row) {
    partition[client_of_row[row]].push_back(row);
  }
  return partition;
}

absl::StatusOr<std::vector<int64_t>> ClientOfRow(const Partition& partition) {
  int64_t size = 0;
  for (const auto& rows : partition) size += rows.size();
  constexpr int64_t kNobody = -1;
  std::vector<int64_t> client_of_row(size, kNobody);
  for (int64_t client = 0; client < partition.size(); ++client) {
    for (const int64_t row : partition[client]) {
      // `size` distinct numbers below `size` are all of them
      if (row < 0 || row >= size) {
        return absl::InvalidArgumentError(
            absl::StrCat("the rows of a partition of ", size, " must be 0 to ",
                         size - 1, "; client ", client, " has row ", row));
      }
      if (client_of_row[row] != kNobody) {
        return absl::InvalidArgumentError(absl::StrCat(
            "a row must have one client; row ", row, " belongs to client ",
            client_of_row[row], " and to client ", client));
      }
      client_of_row[row] = client;
    }
  }
  return client_of_row;
}

absl::Status CheckClients(int64_t clients, int64_t rows) {
  if (clients < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("'clients' must be >= 1; got ", clients));
  }
  if (clients > rows) {
    return absl::InvalidArgumentError(
        absl::StrCat("'clients' must be at most the number of rows, ", rows,
                     "; got ", clients));
  }
  return absl::OkStatus();
}

}  // namespace flow::federated
