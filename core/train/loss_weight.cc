#include "core/train/loss_weight.h"

#include <algorithm>

#include "core/path/signal_and_noise.h"

namespace flow::core {
namespace {

// The squared error of the data for one of the prediction.
double DataError(Prediction prediction, const SignalAndNoise& at) {
  switch (prediction) {
    case Prediction::kData:
      return 1;
    case Prediction::kNoise:
    case Prediction::kScore: {
      const double slope = at.noise / at.signal;
      return slope * slope;
    }
    case Prediction::kVelocity:
    case Prediction::kVelocityAndScore:
      break;
  }
  const double slope = at.noise / at.determinant();
  return slope * slope;
}

struct Maker {
  const PathOptions& path;
  Prediction prediction;

  TimeWeight operator()(const ConstantWeightOptions&) const { return {}; }

  TimeWeight operator()(const MinSnrWeightOptions& options) const {
    return [path = path, prediction = prediction, cap = options.cap](double t) {
      const SignalAndNoise at = SignalAndNoiseAt(path, t);
      const double ratio = at.signal / at.noise;
      return std::min(ratio * ratio, cap) / cap * DataError(prediction, at);
    };
  }

  TimeWeight operator()(const NearTargetWeightOptions& options) const {
    return
        [epsilon = options.epsilon](double t) { return 1 / (1 - t + epsilon); };
  }
};

}  // namespace

TimeWeight MakeTimeWeight(const LossWeightOptions& options,
                          const PathOptions& path, Prediction prediction) {
  return std::visit(Maker{path, prediction}, options);
}

}  // namespace flow::core
