#ifndef CORE_TRAIN_VELOCITY_REGRESSION_H_
#define CORE_TRAIN_VELOCITY_REGRESSION_H_

#include <memory>
#include <utility>

#include "core/path/conditional_path.h"
#include "core/train/loss_weight.h"
#include "core/train/regression_objective.h"

namespace flow::core {

/// Conditional flow matching [Lipman23, Thm. 2; Tong24]:
///
///     loss_i = w(t) |v(x_t, t) - u_t(x_t | x0, x1)|^2 / D
///
/// with x_t and u_t of the path at pair i, its time and its noise. Its
/// minimiser is the marginal velocity E[u_t | x_t], whatever the weight w; for
/// w = 1 its minimum is the mean conditional variance of u_t, which no network
/// goes below. Units: those of the data, squared.
class VelocityRegression : public RegressionObjective {
 public:
  explicit VelocityRegression(std::shared_ptr<const ConditionalPath> path,
                              TimeWeight weight = {})
      : path_(std::move(path)), weight_(std::move(weight)) {}

  Regression ProblemOf(const Batch& batch) const override;

 private:
  std::shared_ptr<const ConditionalPath> path_;
  TimeWeight weight_;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_VELOCITY_REGRESSION_H_
