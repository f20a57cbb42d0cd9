#include "federated/aggregation/fed_prox.h"

#include "ATen/ops/sub.h"
#include "core/base/check.h"
#include "federated/aggregation/alike.h"

namespace flow::federated {

void AddProximalGradient(double mu, const at::Tensor& weights,
                         const at::Tensor& round_weights, at::Tensor gradient) {
  FLOW_CHECK(mu >= 0) << "mu must be >= 0; got " << mu;
  CheckAlike(weights, round_weights, "the weights of the round");
  CheckAlike(weights, gradient, "the gradient");
  if (mu == 0) return;
  gradient.add_(at::sub(weights, round_weights), mu);
}

}  // namespace flow::federated
