#include "field_matching/field_target.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "ATen/ops/exp.h"
#include "ATen/ops/zeros_like.h"
#include "field_matching/duality.h"

namespace flow::field_matching {

FieldTarget TargetsAt(const TargetOptions& options, const at::Tensor& x_bd,
                      const at::Tensor& t_b, const at::Tensor& x0_kd,
                      const at::Tensor& x1_kd, const at::Tensor& log_law_b) {
  PairSum sum =
      SumOfPairs(options.path, options.given, x_bd, t_b, x0_kd, x1_kd);
  // where points lie on the pairs' own paths, p / q is one
  const at::Tensor log_ratio_b = log_law_b.defined()
                                     ? sum.flow.log_density_b - log_law_b
                                     : at::zeros_like(sum.flow.log_density_b);
  if (options.regressed == Regressed::kVelocity) {
    return {sum.flow.velocity_bd, log_ratio_b.exp(), sum.effective_pairs_b};
  }
  const FieldValue field = PathToField(
      {.velocity_bd = sum.flow.velocity_bd, .log_density_b = log_ratio_b},
      options.gap);
  const double components = field.direction_be.size(1);
  return {std::sqrt(components) * field.direction_be,
          (options.length_weights ? field.log_length_b : log_ratio_b).exp(),
          sum.effective_pairs_b};
}

}  // namespace flow::field_matching
