#include "flowlang/check/check_prediction.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "flowlang/check/choices.h"
#include "flowlang/check/reporter.h"
#include "flowlang/check/signal_path.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

// The velocity must follow from what is predicted instead of it.
void CheckConversion(const ExperimentContext& context, Prediction prediction,
                     const std::string& path, Reporter* reporter) {
  const std::string why = WhyNoSignalPath(context.experiment.path(), context);
  if (!why.empty()) {
    return reporter->ErrorAtValue(
        Code::kIncompatibleChoice, path,
        absl::StrCat("no velocity follows from ", Prediction_Name(prediction),
                     " on this path: ", why),
        "predict: VELOCITY", {{"path chosen here", "path"}});
  }
  if (prediction != SCORE || HasIndependentGaussianSource(context)) return;
  reporter->ErrorAtValue(
      Code::kIncompatibleChoice, path,
      "SCORE needs a standard Gaussian source and the independent coupling",
      "predict: DATA, or VELOCITY",
      {{"source chosen here", "source"}, {"coupling chosen here", "coupling"}});
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

// Whether a velocity tells the score, but for the coupling: it does of Gaussian
// noise that is independent of the target. Of a bridge the noise is its own,
// which its law alone does not tell.
bool VelocityTellsScore(const ExperimentContext& context) {
  const Experiment& e = context.experiment;
  return context.source.is_standard_gaussian &&
         !e.path().has_brownian_bridge() && e.method().has_flow_matching() &&
         !e.method().flow_matching().has_reflow() &&
         (!e.coupling().has_independent() ||
          WhyNoSignalPath(e.path(), context).empty());
}

void CheckStochasticSamplers(const ExperimentContext& context,
                             Prediction prediction,
                             const std::string& prediction_path,
                             Reporter* reporter) {
  if (prediction == VELOCITY_AND_SCORE) return;
  for (int i = 0; i < context.experiment.evaluate_size(); ++i) {
    if (!IsStochastic(context.experiment.evaluate(i).sampler())) continue;
    const std::string path = IndexedPath("evaluate", i) + ".sampler";
    if (!VelocityTellsScore(context)) {
      reporter->Error(Code::kIncompatibleChoice, path,
                      "a stochastic sampler needs a score, and the network "
                      "predicts a velocity that does not tell it",
                      "predict: VELOCITY_AND_SCORE",
                      {{"model chosen here", prediction_path}});
    } else if (!context.experiment.coupling().has_independent()) {
      reporter->Error(Code::kIncompatibleChoice, path,
                      "a stochastic sampler needs a score, and the velocity "
                      "tells it only where source and target are independent",
                      "coupling { independent {} }",
                      {{"coupling chosen here", "coupling"}});
    }
  }
}

}  // namespace

void CheckPrediction(const ExperimentContext& context, DiagnosticSink* sink) {
  Reporter reporter(context, sink);
  const Model& model = context.experiment.model();
  const Prediction prediction = ChosenPrediction(model);
  const std::string path =
      absl::StrCat("model.", ChosenName(model), ".predict");
  if (prediction == DATA || prediction == NOISE || prediction == SCORE) {
    CheckConversion(context, prediction, path, &reporter);
  }
  if (prediction == VELOCITY_AND_SCORE && !HasNoise(context)) {
    reporter.ErrorAtValue(
        Code::kIncompatibleChoice, path,
        absl::StrCat(Prediction_Name(prediction),
                     " needs noise on the path, and there is none"),
        "brownian_bridge, or a standard Gaussian source",
        {{"path chosen here", "path"}, {"source chosen here", "source"}});
  }
  CheckStochasticSamplers(context, prediction, path, &reporter);
}

}  // namespace flow::lang
