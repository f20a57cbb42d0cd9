#include "core/train/make_objective.h"

#include <utility>

#include "core/train/loss_weight.h"
#include "core/train/prediction_regression.h"
#include "core/train/velocity_regression.h"
#include "core/train/velocity_score_regression.h"

namespace flow::core {

std::shared_ptr<const RegressionObjective> MakeObjective(
    const PathOptions& path, Prediction prediction,
    const LossWeightOptions& weight) {
  TimeWeight time_weight = MakeTimeWeight(weight, path, prediction);
  switch (prediction) {
    case Prediction::kVelocity:
      return std::make_shared<VelocityRegression>(path, std::move(time_weight));
    case Prediction::kVelocityAndScore:
      return std::make_shared<VelocityScoreRegression>(path,
                                                       std::move(time_weight));
    case Prediction::kData:
    case Prediction::kNoise:
    case Prediction::kScore:
      break;
  }
  return std::make_shared<PredictionRegression>(path, prediction,
                                                std::move(time_weight));
}

}  // namespace flow::core
