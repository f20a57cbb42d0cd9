#ifndef CORE_EVAL_VELOCITY_ERROR_H_
#define CORE_EVAL_VELOCITY_ERROR_H_

#include "core/eval/metric.h"

namespace flow::core {

/// The error of a velocity v whose exact value v* is known, per dimension,
///
///     mean_n |v(x_t, t) - v*(x_t, t)|^2 / D,
///
/// at points x_t of the path between source point n and target point n, which
/// are independent, with t uniform on [0, 1) and new for each point. Its mean
/// is what the loss of flow matching exceeds its least value by, since
/// E|v - u|^2 = E|v - v*|^2 + E|v* - u|^2 for the conditional velocity u
/// [Lipman23]: unlike the loss it goes to 0. Units: those of the data, squared.
///
/// Draws the times and the noise of the path from the seed. std_error: of the
/// mean over points. No floor: of the exact flow it is 0. n: the number of
/// points. Errors: those of PointCloud::Create; InvalidArgument unless there
/// are as many source points as target points; OutOfRange for a velocity that
/// is not finite; FailedPrecondition without a model or an exact velocity.
class VelocityError : public Metric {
 public:
  absl::string_view name() const override { return "velocity_error"; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;
};

}  // namespace flow::core

#endif  // CORE_EVAL_VELOCITY_ERROR_H_
