#ifndef CORE_TRAIN_VELOCITY_SCORE_REGRESSION_H_
#define CORE_TRAIN_VELOCITY_SCORE_REGRESSION_H_

#include <utility>

#include "core/path/path_options.h"
#include "core/train/loss_weight.h"
#include "core/train/path_regression.h"

namespace flow::core {

/// Regression of velocity and score side by side [Tong24b]: with f = (f_0, f_1)
/// the two outputs of the network, u_t the path's velocity and x_t = m_t + n e
/// (normal_part.h),
///
///     loss_i = w(t) (|f_0(x_t, t) - u_t|^2 + |f_1(x_t, t) + e|^2) / (2 D),
///
/// whose minimisers are the marginal velocity E[u_t | x_t] and -E[e | x_t] =
/// n grad log p_t. Without a noise of the path's own the second needs a
/// standard Gaussian source that is independent of the target.
class VelocityScoreRegression : public PathRegression {
 public:
  explicit VelocityScoreRegression(PathOptions path, TimeWeight weight = {})
      : PathRegression(std::move(path), std::move(weight)) {}

 private:
  Regression ProblemAt(const PathColumns& columns,
                       const Batch& batch) const override;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_VELOCITY_SCORE_REGRESSION_H_
