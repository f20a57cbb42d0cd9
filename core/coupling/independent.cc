#include "core/coupling/independent.h"

#include "ATen/ops/arange.h"

namespace flow::core {

absl::StatusOr<Pairs> IndependentCoupling::Couple(const Points& source,
                                                  const Points& target,
                                                  Seed seed) const {
  const at::Tensor rows = at::arange(source.x_nd.size(0), at::kLong);
  const double cost = MeanSquaredDistance(source.x_nd, target.x_nd);
  return Pairs{rows, rows, {.cost = cost}};
}

}  // namespace flow::core
