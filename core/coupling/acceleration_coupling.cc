#include "core/coupling/acceleration_coupling.h"

#include <cmath>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "core/base/check.h"

namespace flow::core {

AccelerationCoupling::AccelerationCoupling(
    std::shared_ptr<const Coupling> of_features,
    std::shared_ptr<const VelocityField> velocity, double alpha)
    : of_features_(std::move(of_features)),
      velocity_(std::move(velocity)),
      alpha_(alpha) {
  FLOW_CHECK(0 < alpha && alpha <= 1) << "alpha = " << alpha;
  FLOW_CHECK(of_features_->own_target() == nullptr)
      << "features of the batch are coupled, not other points";
}

absl::StatusOr<Pairs> AccelerationCoupling::Couple(const Points& source,
                                                   const Points& target,
                                                   Seed seed) const {
  const auto features = [&](const Points& points, double t, double half) {
    const at::Tensor v_bd = velocity_->VelocityAt(points.x_nd, t);
    return Points{at::concat({std::sqrt(alpha_) * (points.x_nd + half * v_bd),
                              std::sqrt(1 - alpha_) * v_bd},
                             1),
                  points.label_n};
  };
  return of_features_->Couple(features(source, 0, 0.5),
                              features(target, 1, -0.5), seed);
}

}  // namespace flow::core
