#include "field_matching/field_target.h"

#include <cmath>
#include <utility>
#include <variant>

#include "ATen/TensorOperators.h"
#include "ATen/ops/exp.h"
#include "ATen/ops/ones_like.h"
#include "ATen/ops/zeros_like.h"
#include "core/base/check.h"
#include "field_matching/coulomb_field.h"
#include "field_matching/duality.h"
#include "field_matching/pair_sum.h"

namespace flow::field_matching {
namespace {

// sqrt(D + 1) E / |E|
at::Tensor UnitField(const FieldValue& field) {
  const double components = field.direction_be.size(1);
  return std::sqrt(components) * field.direction_be;
}

FieldTarget OfPairs(const PairFieldOptions& field, const FieldOptions& options,
                    const at::Tensor& x_bd, const at::Tensor& t_b,
                    const at::Tensor& x0_gkd, const at::Tensor& x1_gkd,
                    const at::Tensor& log_law_b) {
  PairSum sum = SumOfPairs(field.path, field.given, x_bd, t_b, x0_gkd, x1_gkd);
  // where points lie on the pairs' own paths, p / q is one
  const at::Tensor log_ratio_b = log_law_b.defined()
                                     ? sum.flow.log_density_b - log_law_b
                                     : at::zeros_like(sum.flow.log_density_b);
  FieldTarget target = TargetOfFlow(options, sum.flow.velocity_bd, log_ratio_b);
  target.effective_pairs_b = std::move(sum.effective_pairs_b);
  return target;
}

}  // namespace

FieldTarget TargetOfFlow(const FieldOptions& options,
                         const at::Tensor& velocity_bd,
                         const at::Tensor& log_ratio_b) {
  if (options.regressed == Regressed::kVelocity) {
    return {velocity_bd, log_ratio_b.exp(), {}};
  }
  const FieldValue unit = PathToField(
      {.velocity_bd = velocity_bd, .log_density_b = log_ratio_b}, options.gap);
  return {UnitField(unit),
          (options.length_weights ? unit.log_length_b : log_ratio_b).exp(),
          {}};
}

FieldTarget TargetsAt(const FieldOptions& options, const at::Tensor& x_bd,
                      const at::Tensor& t_b, const at::Tensor& x0_gkd,
                      const at::Tensor& x1_gkd, const at::Tensor& log_law_b) {
  if (const auto* pairs = std::get_if<PairFieldOptions>(&options.field)) {
    return OfPairs(*pairs, options, x_bd, t_b, x0_gkd, x1_gkd, log_law_b);
  }
  FLOW_CHECK(options.regressed == Regressed::kUnitField)
      << "an electrostatic field is no flow";
  const at::Tensor time_b = t_b.to(at::kDouble);
  const CoulombField field(x0_gkd, x1_gkd, options.gap);
  return {UnitField(field.At(x_bd.to(at::kDouble), options.gap * time_b)),
          at::ones_like(time_b),
          {}};
}

}  // namespace flow::field_matching
