#ifndef FEDERATED_AGGREGATION_WEIGHTED_MEAN_H_
#define FEDERATED_AGGREGATION_WEIGHTED_MEAN_H_

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

}  // namespace flow::federated

#endif  // FEDERATED_AGGREGATION_WEIGHTED_MEAN_H_
