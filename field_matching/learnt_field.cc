#include "field_matching/learnt_field.h"

#include <memory>

#include "ATen/TensorOperators.h"
#include "ATen/ops/maximum.h"
#include "core/ode/autograd_divergence.h"
#include "field_matching/duality.h"

namespace flow::field_matching {
namespace {

constexpr double kLeastSlope = 1e-3;

at::Tensor Length(const at::Tensor& f_be) {
  return f_be.norm(2, {1}, /*keepdim=*/true);
}

}  // namespace

Directions DirectionsOf(std::shared_ptr<const core::VelocityField> velocity,
                        double gap) {
  return [velocity = std::move(velocity), gap](const at::Tensor& x_bd,
                                               const at::Tensor& t_b) {
    return SlopeOf(velocity->Velocity(x_bd, t_b), gap);
  };
}

FieldValue LearntField::At(const at::Tensor& x_bd,
                           const at::Tensor& z_b) const {
  const at::Tensor f_be =
      directions_(x_bd.to(at::kFloat), (z_b / gap_).to(at::kFloat))
          .to(at::kDouble);
  const at::Tensor length_b1 = Length(f_be);
  return {f_be / length_b1,
          (length_b1 / Length(AlongPlates(f_be))).log().squeeze(1)};
}

at::Tensor FlowOfDirections::Velocity(const at::Tensor& x_bd,
                                      const at::Tensor& t_b) const {
  const at::Tensor f_be = directions_(x_bd, t_b);
  const at::Tensor across_b1 = AcrossPlates(f_be).unsqueeze(1);
  return gap_ * AlongPlates(f_be) /
         at::maximum(across_b1, kLeastSlope * Length(f_be));
}

core::VelocityDivergence FlowOfDirections::VelocityAndDivergence(
    const at::Tensor& x_bd, const at::Tensor& t_b,
    const at::Tensor& probe_pbd) const {
  return core::AutogradDivergence(*this, x_bd, t_b, probe_pbd);
}

}  // namespace flow::field_matching
