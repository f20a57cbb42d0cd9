#ifndef CORE_TRAIN_VELOCITY_REGRESSION_H_
#define CORE_TRAIN_VELOCITY_REGRESSION_H_

#include <utility>

#include "core/path/path_options.h"
#include "core/train/loss_weight.h"
#include "core/train/path_regression.h"

namespace flow::core {

/// Conditional flow matching [Lipman23, Thm. 2; Tong24]:
///
///     loss_i = w(t) |v(x_t, t) - u_t(x_t | x0, x1)|^2 / D
///
/// with x_t and u_t of the path at pair i, its time and its noise. Its
/// minimiser is the marginal velocity E[u_t | x_t], whatever the weight w; for
/// w = 1 its minimum is the mean conditional variance of u_t, which no network
/// goes below. Units: those of the data, squared.
class VelocityRegression : public PathRegression {
 public:
  explicit VelocityRegression(PathOptions path, TimeWeight weight = {})
      : PathRegression(std::move(path), std::move(weight)) {}

 private:
  Regression ProblemAt(const PathColumns& columns,
                       const Batch& batch) const override;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_VELOCITY_REGRESSION_H_
