#include "federated/partition/label_partition.h"

#include <algorithm>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace flow::federated {

absl::StatusOr<Partition> PartitionByLabel(int64_t clients,
                                           absl::Span<const int64_t> labels) {
  FLOW_RETURN_IF_ERROR(CheckClients(clients, labels.size()));
  std::vector<int64_t> client_of_row(labels.size());
  for (int64_t row = 0; row < labels.size(); ++row) {
    if (labels[row] < 0) {
      return absl::InvalidArgumentError(absl::StrCat(
          "a class must be >= 0; that of row ", row, " is ", labels[row]));
    }
    client_of_row[row] = labels[row] % clients;
  }
  Partition partition = RowsByClient(client_of_row, clients);
  for (int64_t i = 0; i < clients; ++i) {
    if (!partition[i].empty()) continue;
    return absl::InvalidArgumentError(absl::StrCat(
        "client ", i, " has no row: no class c with c mod ", clients, " = ", i,
        " has one; there must be a class for each of the ", clients,
        " clients"));
  }
  return partition;
}

absl::StatusOr<Partition> PartitionByColumn(absl::string_view column,
                                            int64_t clients,
                                            absl::Span<const int64_t> ids) {
  std::vector<int64_t> values(ids.begin(), ids.end());
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  if (clients < 1 || values.size() != clients) {
    return absl::InvalidArgumentError(
        absl::StrCat("'clients' must be the number of values in column '",
                     column, "', ", values.size(), "; got ", clients));
  }
  std::vector<int64_t> client_of_row;
  for (const int64_t id : ids) {
    client_of_row.push_back(std::lower_bound(values.begin(), values.end(), id) -
                            values.begin());
  }
  return RowsByClient(client_of_row, clients);
}

}  // namespace flow::federated
