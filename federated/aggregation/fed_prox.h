#ifndef FEDERATED_AGGREGATION_FED_PROX_H_
#define FEDERATED_AGGREGATION_FED_PROX_H_

#include "ATen/core/Tensor.h"

namespace flow::federated {

/// gradient <- gradient + mu (w - w_round): the gradient of
/// mu / 2 |w - w_round|^2, which keeps a client near the weights
/// `round_weights` that it was sent [Li20]. In place; all are [P] of one
/// dtype. mu = 0 does not touch the gradient. FLOW_CHECKs shapes, dtypes and mu
/// >= 0.
void AddProximalGradient(double mu, const at::Tensor& weights,
                         const at::Tensor& round_weights, at::Tensor gradient);

}  // namespace flow::federated

#endif  // FEDERATED_AGGREGATION_FED_PROX_H_
