#ifndef CORE_TRAIN_PREDICTION_REGRESSION_H_
#define CORE_TRAIN_PREDICTION_REGRESSION_H_

#include <utility>

#include "core/path/path_options.h"
#include "core/path/prediction.h"
#include "core/train/loss_weight.h"
#include "core/train/path_regression.h"

namespace flow::core {

/// Regression of what the velocity follows from, on a path of signal and noise
/// x_t = alpha x1 + sigma e (signal_and_noise.h): with f the network,
///
///     data     loss_i = w(t) |f(x_t, t) - x1|^2 / D
///     noise    loss_i = w(t) |f(x_t, t) - e|^2 / D
///     score    loss_i = w(t) |sigma f(x_t, t) + e|^2 / D
///
/// whose minimisers are E[x1 | x_t], E[e | x_t] and -E[e | x_t] / sigma =
/// grad log p_t [Vincent11]. The score's error is counted times sigma because
/// its target -e / sigma is unbounded near the data.
class PredictionRegression : public PathRegression {
 public:
  /// `prediction` is one of the three.
  PredictionRegression(PathOptions path, Prediction prediction,
                       TimeWeight weight = {})
      : PathRegression(std::move(path), std::move(weight)),
        prediction_(prediction) {}

 private:
  Regression ProblemAt(const PathColumns& columns,
                       const Batch& batch) const override;

  Prediction prediction_;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_PREDICTION_REGRESSION_H_
