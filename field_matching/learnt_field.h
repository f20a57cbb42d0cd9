#ifndef FIELD_MATCHING_LEARNT_FIELD_H_
#define FIELD_MATCHING_LEARNT_FIELD_H_

/// What a trained network says of a field.

#include <functional>
#include <memory>
#include <utility>

#include "ATen/core/Tensor.h"
#include "core/ode/divergence_field.h"
#include "field_matching/field.h"

namespace flow::field_matching {

/// Where lines lead, along the plates and across: [B, E] of any length at
/// `x_bd` and t = z / `gap`, float32. Thread-safe.
using Directions =
    std::function<at::Tensor(const at::Tensor& x_bd, const at::Tensor& t_b)>;

/// Of a network that learnt the velocity of the flow: (v / gap, 1).
Directions DirectionsOf(std::shared_ptr<const core::VelocityField> velocity,
                        double gap);

/// The field that has these directions. Of its length a network tells nothing
/// but this: across a plate E jumps, and along it E is continuous. So the
/// length is such that the component along the plates is one, and E_z on one
/// side of a plate against the other, which is what lines need, is that of the
/// field.
class LearntField : public Field {
 public:
  LearntField(Directions directions, double gap)
      : directions_(std::move(directions)), gap_(gap) {}

  FieldValue At(const at::Tensor& x_bd, const at::Tensor& z_b) const override;

 private:
  Directions directions_;
  double gap_;
};

/// The flow of a field that leads forward only, v = gap f_x / f_z, with f_z
/// kept above a thousandth of |f|: what is below is an error of the network's.
class FlowOfDirections : public core::DivergenceField {
 public:
  FlowOfDirections(Directions directions, double gap)
      : directions_(std::move(directions)), gap_(gap) {}

  at::Tensor Velocity(const at::Tensor& x_bd,
                      const at::Tensor& t_b) const override;

  /// By autograd.
  core::VelocityDivergence VelocityAndDivergence(
      const at::Tensor& x_bd, const at::Tensor& t_b,
      const at::Tensor& probe_pbd) const override;

 private:
  Directions directions_;
  double gap_;
};

}  // namespace flow::field_matching

#endif  // FIELD_MATCHING_LEARNT_FIELD_H_
