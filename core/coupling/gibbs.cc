#include "core/coupling/gibbs.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "absl/status/status.h"

namespace flow::core {

absl::StatusOr<Pairs> GibbsCoupling::Couple(const Points& source,
                                            const Points& target,
                                            Seed seed) const {
  const at::Tensor rows = at::arange(source.x_nd.size(0), at::kLong);
  const at::Tensor distance_b =
      (target.x_nd - source.x_nd).to(at::kDouble).square().sum(1);
  // the nearest pair has weight 1, so that not all of them underflow
  const at::Tensor weight_b =
      ((distance_b.min() - distance_b) / regularization_).exp();
  const double sum = weight_b.sum().item<double>();
  if (!std::isfinite(sum)) {
    return absl::OutOfRangeError(
        "a pair's distance is not finite; every coordinate must be");
  }
  const double batch = static_cast<double>(rows.numel());
  const double squares = weight_b.square().sum().item<double>();
  return Pairs{rows,
               rows,
               {.cost = distance_b.mean().item<double>(),
                .effective_share = sum * sum / (batch * squares)},
               (weight_b * (batch / sum)).to(at::kFloat)};
}

}  // namespace flow::core
