#include "federated/partition/shards_partition.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "federated/partition/class_rows.h"
#include "federated/partition/shuffle.h"

namespace flow::federated {
namespace {

absl::Status CheckShards(const Shards& options, int64_t clients, int64_t rows) {
  if (options.per_client < 1 || options.per_client > rows / clients) {
    return absl::InvalidArgumentError(
        absl::StrCat("'per_client' must be from 1 to the ", rows / clients,
                     " rows that ", rows, " rows have for each of ", clients,
                     " clients; got ", options.per_client));
  }
  return absl::OkStatus();
}

std::vector<int64_t> SortedByClass(absl::Span<const ClassRows> classes,
                                   Seed seed) {
  std::vector<int64_t> sorted;
  for (const ClassRows& one : classes) {
    const std::vector<int64_t> rows = ShuffledRows(one, seed);
    sorted.insert(sorted.end(), rows.begin(), rows.end());
  }
  return sorted;
}

}  // namespace

absl::StatusOr<Partition> PartitionByShards(const Shards& options,
                                            int64_t clients,
                                            absl::Span<const int64_t> labels,
                                            Seed seed) {
  const int64_t rows = labels.size();
  FLOW_RETURN_IF_ERROR(CheckClients(clients, rows));
  FLOW_RETURN_IF_ERROR(CheckShards(options, clients, rows));
  FLOW_ASSIGN_OR_RETURN(const std::vector<ClassRows> classes,
                        RowsByClass(labels));
  const std::vector<int64_t> sorted =
      SortedByClass(classes, DeriveSeed(seed, "order"));
  const int64_t shards = clients * options.per_client;
  const std::vector<int64_t> dealt =
      ShuffledRange(shards, DeriveSeed(seed, "deal"));
  std::vector<int64_t> client_of_row(rows);
  for (int64_t k = 0; k < shards; ++k) {
    const int64_t end = EvenCut(dealt[k] + 1, shards, rows);
    for (int64_t at = EvenCut(dealt[k], shards, rows); at < end; ++at) {
      client_of_row[sorted[at]] = k / options.per_client;
    }
  }
  return RowsByClient(client_of_row, clients);
}

}  // namespace flow::federated
