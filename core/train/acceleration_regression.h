#ifndef CORE_TRAIN_ACCELERATION_REGRESSION_H_
#define CORE_TRAIN_ACCELERATION_REGRESSION_H_

#include <memory>

#include "core/ode/velocity_field.h"
#include "core/train/loss_weight.h"
#include "core/train/regression_objective.h"

namespace flow::core {

/// Fine-tuning by acceleration transport [Yue25]: at x_t on the line of a pair,
/// the velocity that costs least action from (x0, v0) to (x_t, v) in the time t
/// and from there to (x1, v1) in the time 1 - t, where v0 = u(x0, 0) and
/// v1 = u(x1, 1) are the velocities of a flow u that is held fixed.
///
/// Half i of duration T_i asks for displacements of d = x1 - x0 in the unit of
/// time and costs (13 / T_i) (alpha |d - (v_i + v)/2|^2 + (1 - alpha)
/// |v - v_i|^2); the action is alpha = 12/13. Both together are, up to what
/// does not depend on v and a factor 13 (1 - 3 alpha / 4) / (t (1 - t)) that
/// the weight w replaces, a regression:
///
///     loss = w(t) |v(x_t, t) - v*|^2 / D,
///     v* = (alpha d + (2 - 5 alpha/2) m) / (2 - 3 alpha/2),
///     m = (1 - t) v0 + t v1.
///
/// For alpha = 4/5 v* = d: flow matching on the pairs that the acceleration
/// chose. For alpha = 12/13 it is 3/2 d - 1/2 m. Of a flow whose lines are
/// straight v0 = v1 = d, so that it stays as it is. In general the law of x_t
/// is kept only as far as E[v* - d | x_t] = c E[m - d | x_t] vanishes, with c =
/// (2 - 5 alpha/2) / (2 - 3 alpha/2). At t = 0 and t = 1 another round, with u
/// the velocity that this one learnt, multiplies it by c: -1/2 for the action,
/// but -1 for alpha = 1.
///
/// Evaluates u twice a row. Units: those of the data, squared.
class AccelerationRegression : public RegressionObjective {
 public:
  /// alpha in (0, 1], which is FLOW_CHECKed.
  AccelerationRegression(std::shared_ptr<const VelocityField> fixed,
                         double alpha, TimeWeight weight = {});

  Regression ProblemOf(const Batch& batch) const override;

 private:
  std::shared_ptr<const VelocityField> fixed_;
  double alpha_;
  TimeWeight weight_;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_ACCELERATION_REGRESSION_H_
