#include "flowlang/check/check_prediction.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "flowlang/check/choices.h"
#include "flowlang/check/reporter.h"
#include "flowlang/check/signal_path.h"
#include "flowlang/plan/convert.h"
#include "flowlang/schema/chosen_model.h"
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

// The score beside a velocity is learnt from a noise whose law is known.
void CheckScore(const ExperimentContext& context, const std::string& path,
                Reporter* reporter) {
  if (HasOwnNoise(context)) return;
  const std::string why = WhyNoSignalPath(context.experiment.path(), context);
  if (!why.empty()) {
    return reporter->ErrorAtValue(
        Code::kIncompatibleChoice, path,
        absl::StrCat("no score follows from this path: ", why),
        "path { brownian_bridge {} }", {{"path chosen here", "path"}});
  }
  if (HasIndependentGaussianSource(context)) return;
  reporter->ErrorAtValue(
      Code::kIncompatibleChoice, path,
      "VELOCITY_AND_SCORE needs a path with a noise of its own, or a standard "
      "Gaussian source and the independent coupling",
      "path { brownian_bridge {} }",
      {{"path chosen here", "path"},
       {"source chosen here", "source"},
       {"coupling chosen here", "coupling"}});
}

// Whether a velocity tells the score, but for the coupling: the marginal one
// does, of Gaussian noise that is independent of the target. Of a bridge the
// noise is its own, which its law alone does not tell.
bool VelocityTellsScore(const ExperimentContext& context) {
  const Experiment& e = context.experiment;
  return context.source.is_standard_gaussian &&
         !e.path().has_brownian_bridge() && LearnsPathVelocity(e.method()) &&
         !e.model().has_icnn() &&
         (e.coupling().has_independent()
              ? WhyNoSignalPath(e.path(), context).empty()
              : !HasOwnNoise(context));
}

// What makes a stochastic sampler possible where the velocity does not.
std::string ScoreRemedy(const ExperimentContext& context) {
  const Experiment& e = context.experiment;
  if (!LearnsPathVelocity(e.method()) || e.model().has_icnn()) {
    return "an ODE sampler";
  }
  return HasOwnNoise(context)
             ? "predict: VELOCITY_AND_SCORE"
             : "path { brownian_bridge {} } and predict: VELOCITY_AND_SCORE";
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
                      ScoreRemedy(context),
                      {{"model chosen here", prediction_path}});
    } else if (!context.experiment.coupling().has_independent()) {
      reporter->Error(Code::kIncompatibleChoice, path,
                      "a stochastic sampler needs a score, and the velocity "
                      "tells it only where source and target are independent",
                      absl::StrCat("coupling { independent {} }, or ",
                                   ScoreRemedy(context)),
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
  if (prediction == VELOCITY_AND_SCORE) CheckScore(context, path, &reporter);
  CheckStochasticSamplers(context, prediction, path, &reporter);
}

}  // namespace flow::lang
