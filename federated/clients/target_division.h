#ifndef FEDERATED_CLIENTS_TARGET_DIVISION_H_
#define FEDERATED_CLIENTS_TARGET_DIVISION_H_

/// Whose target is what: a target divided among clients.
///
/// A finite target is divided row by row (MakePartition), and a client has
/// lambda_i = n_i / n of it. A law has no rows: under Iid all clients have the
/// law itself, a share of 1 / clients each; under ByLabel and ByComponent
/// client i has the law of the classes c = i modulo the number of clients, with
/// their probability as its share.

#include <cstdint>
#include <memory>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/base/random.h"
#include "core/distribution/distribution.h"
#include "core/distribution/row_set.h"
#include "federated/partition/partition_options.h"

namespace flow::federated {

/// Immutable and thread-safe.
class TargetDivision {
 public:
  /// The probabilities of a law's classes are those of a Gaussian mixture's
  /// components, else equal. InvalidArgument: the errors of MakePartition, a
  /// law that only rows could divide, and a client that would have nothing.
  /// `column` has the values for ByColumn, one for each row of the target.
  static absl::StatusOr<TargetDivision> Create(
      const PartitionOptions& options, int64_t clients,
      std::shared_ptr<const core::Distribution> target, Seed seed,
      absl::Span<const int64_t> column = {});

  int64_t clients() const { return std::ssize(laws_); }

  /// What each client draws from: rows of the target keep their order.
  const std::vector<std::shared_ptr<const core::Distribution>>& laws() const {
    return laws_;
  }

  /// lambda_i; they sum to 1.
  const std::vector<double>& shares() const { return shares_; }

  /// How much of each class each client has, [client][class]: how many of its
  /// points, or the probability in all of the law. Empty where there are no
  /// classes, and for a law that everybody has.
  const std::vector<std::vector<double>>& by_class() const { return by_class_; }

  /// The finite target with its clients for classes: a draw gives the points
  /// that the target gives for the same seed. Null for a law.
  const std::shared_ptr<const core::Distribution>& by_client() const {
    return by_client_;
  }

  /// Clients for points that were drawn elsewhere from the law of the target,
  /// int64 [N]: by the clients' shares in a point's class, or in all where
  /// there are no classes; row i by the seed and i. A class that nobody has
  /// counts as all of them.
  at::Tensor DrawClients(const core::Points& points, Seed seed) const;

 private:
  TargetDivision() = default;
  absl::Status DivideRows(const PartitionOptions& options, int64_t clients,
                          const core::RowSet& set, Seed seed,
                          absl::Span<const int64_t> column);
  absl::Status DivideLaw(const PartitionOptions& options, int64_t clients,
                         const std::shared_ptr<const core::Distribution>& law);
  // Of each class, what the clients have of it up to and with each of them.
  void Accumulate(const std::vector<std::vector<double>>& mass_ic);

  std::vector<std::shared_ptr<const core::Distribution>> laws_;
  std::vector<double> shares_;
  std::vector<std::vector<double>> by_class_;
  std::shared_ptr<const core::Distribution> by_client_;
  std::vector<std::vector<double>> cumulative_ci_;
};

}  // namespace flow::federated

#endif  // FEDERATED_CLIENTS_TARGET_DIVISION_H_
