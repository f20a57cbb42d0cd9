#include "federated/partition/partition.h"

#include <variant>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "federated/partition/dirichlet_partition.h"
#include "federated/partition/label_partition.h"
#include "federated/partition/partition_file.h"
#include "federated/partition/pathological_partition.h"
#include "federated/partition/shards_partition.h"
#include "federated/partition/size_partition.h"

namespace flow::federated {
namespace {

struct OfSize {
  int64_t clients, rows;
  Seed seed;

  absl::StatusOr<Partition> operator()(const Iid&) const {
    return PartitionIid(clients, rows, seed);
  }
  absl::StatusOr<Partition> operator()(const Quantity& options) const {
    return PartitionByQuantity(options, clients, rows, seed);
  }
  absl::StatusOr<Partition> operator()(const FromFile& options) const {
    return ReadPartition(options.path, clients, rows);
  }

  absl::StatusOr<Partition> operator()(const ByLabel&) const {
    return Needs("by_label", "class");
  }
  absl::StatusOr<Partition> operator()(const Dirichlet&) const {
    return Needs("dirichlet", "class");
  }
  absl::StatusOr<Partition> operator()(const Shards&) const {
    return Needs("shards", "class");
  }
  absl::StatusOr<Partition> operator()(const Pathological&) const {
    return Needs("pathological", "class");
  }
  absl::StatusOr<Partition> operator()(const ByComponent&) const {
    return Needs("by_component", "component");
  }
  absl::StatusOr<Partition> operator()(const ByColumn& options) const {
    return Needs("by_column", absl::StrCat("value of '", options.column, "'"));
  }

 private:
  static absl::Status Needs(absl::string_view kind, absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat(
        "a partition '", kind, "' needs the ", what, " of each row"));
  }
};

struct OfLabels {
  int64_t clients;
  absl::Span<const int64_t> labels;
  Seed seed;

  absl::StatusOr<Partition> operator()(const ByLabel&) const {
    return PartitionByLabel(clients, labels);
  }
  absl::StatusOr<Partition> operator()(const ByComponent&) const {
    return PartitionByLabel(clients, labels);
  }
  absl::StatusOr<Partition> operator()(const ByColumn& options) const {
    return PartitionByColumn(options.column, clients, labels);
  }
  absl::StatusOr<Partition> operator()(const Dirichlet& options) const {
    return PartitionByDirichlet(options, clients, labels, seed);
  }
  absl::StatusOr<Partition> operator()(const Shards& options) const {
    return PartitionByShards(options, clients, labels, seed);
  }
  absl::StatusOr<Partition> operator()(const Pathological& options) const {
    return PartitionPathologically(options, clients, labels, seed);
  }
  // the others look at the number of rows only
  template <typename Options>
  absl::StatusOr<Partition> operator()(const Options& options) const {
    return OfSize{clients, static_cast<int64_t>(labels.size()), seed}(options);
  }
};

}  // namespace

absl::StatusOr<Partition> MakePartition(const PartitionOptions& options,
                                        int64_t clients,
                                        absl::Span<const int64_t> labels,
                                        Seed seed) {
  return std::visit(OfLabels{clients, labels, seed}, options);
}

absl::StatusOr<Partition> MakePartition(const PartitionOptions& options,
                                        int64_t clients, int64_t rows,
                                        Seed seed) {
  return std::visit(OfSize{clients, rows, seed}, options);
}

}  // namespace flow::federated
