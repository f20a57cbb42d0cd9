#include "flowlang/check/check_prediction.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "flowlang/check/choices.h"
#include "flowlang/check/reporter.h"

namespace flow::lang {
namespace {

Prediction PredictionOf(const Model& model, std::string* path) {
  *path = "model.unet.predict";
  if (model.has_unet()) return model.unet().predict();
  *path = "model.dit.predict";
  if (model.has_dit()) return model.dit().predict();
  *path = "model.mlp.predict";
  return model.mlp().predict();
}

// Whether x_t has a density given the pair's target alone, so that score and
// noise exist: the source is Gaussian noise, or the path adds its own.
bool HasNoise(const ExperimentContext& context) {
  const ProbabilityPath& path = context.experiment.path();
  if (context.source.is_standard_gaussian) return true;
  switch (path.kind_case()) {
    case ProbabilityPath::kLinear:
      return path.linear().sigma() > 0;
    case ProbabilityPath::kTrigonometric:
      return path.trigonometric().sigma() > 0;
    case ProbabilityPath::kStochasticInterpolant:
      return path.stochastic_interpolant().gamma() !=
             StochasticInterpolantPath::ZERO;
    case ProbabilityPath::kPolynomial:
      return false;
    default:
      return true;
  }
}

}  // namespace

void CheckPrediction(const ExperimentContext& context, DiagnosticSink* sink) {
  Reporter reporter(context, sink);
  std::string path;
  const Prediction prediction = PredictionOf(context.experiment.model(), &path);
  const bool needs_noise = prediction == NOISE || prediction == SCORE ||
                           prediction == VELOCITY_AND_SCORE;
  if (needs_noise && !HasNoise(context)) {
    reporter.ErrorAtValue(
        Code::kIncompatibleChoice, path,
        absl::StrCat(Prediction_Name(prediction),
                     " needs noise on the path, and there is none"),
        "brownian_bridge, or a standard Gaussian source",
        {{"path chosen here", "path"}, {"source chosen here", "source"}});
  }
  for (int i = 0; i < context.experiment.evaluate_size(); ++i) {
    const Sampler& sampler = context.experiment.evaluate(i).sampler();
    // a velocity on a Gaussian path tells the score, any other does not
    const bool has_score =
        needs_noise || (context.source.is_standard_gaussian &&
                        !context.experiment.path().has_brownian_bridge());
    if (!IsStochastic(sampler) || has_score) continue;
    reporter.Error(
        Code::kIncompatibleChoice, IndexedPath("evaluate", i) + ".sampler",
        "a stochastic sampler needs a score, and the network "
        "predicts a velocity that does not tell it",
        "predict: VELOCITY_AND_SCORE", {{"model chosen here", path}});
  }
}

}  // namespace flow::lang
