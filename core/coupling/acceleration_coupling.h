#ifndef CORE_COUPLING_ACCELERATION_COUPLING_H_
#define CORE_COUPLING_ACCELERATION_COUPLING_H_

#include <memory>

#include "core/coupling/coupling.h"
#include "core/ode/velocity_field.h"

namespace flow::core {

/// Optimal acceleration transport [Yue25]: pairs are cheap where a point that
/// leaves x0 at the velocity v0 = v(x0, 0) comes to x1 at v1 = v(x1, 1) with
/// little acceleration,
///
///     cost_ij = alpha |x1_j - x0_i - (v0_i + v1_j)/2|^2
///             + (1 - alpha) |v1_j - v0_i|^2.
///
/// The least action int_0^1 |x''|^2 dt between two such ends, that of the cubic
/// Hermite spline, is 13 times this for alpha = 12/13. The cost is a squared
/// distance in twice the dimensions, |f_i - g_j|^2 with
///
///     f = (sqrt(alpha) (x0 + v0/2), sqrt(1 - alpha) v0),
///     g = (sqrt(alpha) (x1 - v1/2), sqrt(1 - alpha) v1),
///
/// so that any coupling by squared distances solves it: `of_features`, which is
/// given these in the place of points. Costs in the report are this cost's, in
/// units of the data, squared.
///
/// Errors, and what is drawn from the seed: those of `of_features`.
class AccelerationCoupling : public Coupling {
 public:
  /// alpha in (0, 1], which is FLOW_CHECKed; `of_features` has no target of its
  /// own.
  AccelerationCoupling(std::shared_ptr<const Coupling> of_features,
                       std::shared_ptr<const VelocityField> velocity,
                       double alpha);

  absl::StatusOr<Pairs> Couple(const Points& source, const Points& target,
                               Seed seed) const override;
  bool is_costly() const override { return true; }

 private:
  std::shared_ptr<const Coupling> of_features_;
  std::shared_ptr<const VelocityField> velocity_;
  double alpha_;
};

}  // namespace flow::core

#endif  // CORE_COUPLING_ACCELERATION_COUPLING_H_
