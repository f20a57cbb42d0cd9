#ifndef CORE_EVAL_CURVATURE_H_
#define CORE_EVAL_CURVATURE_H_

#include "core/eval/metric.h"

namespace flow::core {

/// The acceleration along the lines of a flow, per dimension,
///
///     mean_n int_0^1 |x''_n(t)|^2 dt / D,  x'' = dv/dt + (dv/dx) v,
///
/// from the source points, whatever solver the protocol has: the action that
/// acceleration transport lowers [Yue25]. It is 0 where every point goes its
/// line at a constant speed, as `straightness` is, but weighs sharp bends more
/// than long ones.
///
/// The lines are followed by dopri5 at 1e-5; x'' at the middles of 32 equal
/// times is a difference of velocities 1/128 before and behind on the tangent,
/// right to the second order. Draws nothing. std_error: of the mean over
/// points. No floor: of straight lines it is 0. n: the number of points. Units:
/// those of the data, squared. Errors: those of PointCloud::Create and of
/// OdeTransport; OutOfRange for an acceleration that is not finite;
/// FailedPrecondition without a model.
class Curvature : public Metric {
 public:
  absl::string_view name() const override { return "curvature"; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;
};

}  // namespace flow::core

#endif  // CORE_EVAL_CURVATURE_H_
