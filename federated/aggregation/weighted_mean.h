#ifndef FEDERATED_AGGREGATION_WEIGHTED_MEAN_H_
#define FEDERATED_AGGREGATION_WEIGHTED_MEAN_H_

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "absl/types/span.h"
#include "federated/aggregation/client_value.h"

namespace flow::federated {

/// sum_i lambda_i x_i with lambda_i = weight_i / sum_j weight_j [McMahan17,
/// Algorithm 1], [P] of the clients' dtype.
///
/// Terms are added in double in the order of the clients' numbers and rounded
/// once, so the bits do not depend on the order of `sent`. A client of weight
/// zero counts nothing, whatever it sent. FLOW_CHECKs what InOrderOfClients
/// does, and that weights are finite, not negative and not all zero.
at::Tensor WeightedMean(absl::Span<const ClientValue> sent);

/// The same, to the bit, where clients are done one after another and not all
/// that they have sent is held at a time. Not thread-safe.
class RunningMean {
 public:
  /// Of clients whose weights, added up by rising number, make `total_weight`.
  /// FLOW_CHECKs that this is finite and > 0.
  explicit RunningMean(double total_weight);

  /// FLOW_CHECKs what WeightedMean does of each weight and of all that was
  /// added, and that the clients' numbers are above those before.
  void Add(absl::Span<const ClientValue> sent);

  /// Of what was added. FLOW_CHECKs that something was.
  at::Tensor Mean() const;

 private:
  double total_weight_;
  int64_t last_client_ = -1;
  at::Tensor sum_p_;  // float64
  at::ScalarType dtype_ = at::kFloat;
};

}  // namespace flow::federated

#endif  // FEDERATED_AGGREGATION_WEIGHTED_MEAN_H_
