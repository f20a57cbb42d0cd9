#include "core/coupling/independent.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"

namespace flow::core {

absl::StatusOr<Pairs> IndependentCoupling::Couple(const Points& source,
                                                  const Points& target,
                                                  Seed seed) const {
  const at::Tensor rows = at::arange(source.x_nd.size(0), at::kLong);
  const double cost = (target.x_nd - source.x_nd)
                          .square()
                          .sum(1)
                          .mean(at::kDouble)
                          .item<double>();
  return Pairs{rows, rows, {.cost = cost}};
}

}  // namespace flow::core
