#include "flowlang/check/check_shallow_start.h"

#include "absl/strings/str_cat.h"
#include "flowlang/check/reporter.h"
#include "flowlang/schema/chosen_model.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

constexpr char kShallowStart[] = "method.flow_matching.shallow_start";

const Reporter::Other kChosenHere = {"shallow_start chosen here",
                                     kShallowStart};

// The start is of the line from standard noise, of a point's own class.
void CheckLine(const ExperimentContext& context, Reporter* reporter) {
  const Experiment& e = context.experiment;
  if (!context.source.is_standard_gaussian) {
    reporter->Error(
        Code::kIncompatibleChoice, "source",
        "'shallow_start' lies on the line from a standard Gaussian source",
        absl::StrCat("source { gaussian { dim: ", context.target.dim, " } }"),
        {kChosenHere});
  }
  if (!e.path().has_linear()) {
    reporter->Error(Code::kIncompatibleChoice, "path",
                    "'shallow_start' lies on the line from the source",
                    "path { linear {} }", {kChosenHere});
  }
  if (!e.coupling().has_independent()) {
    reporter->Error(
        Code::kIncompatibleChoice, "coupling",
        "'shallow_start' couples a point with the start of its own class",
        "coupling { independent {} }", {kChosenHere});
  }
}

// Noise and score are those of a standard Gaussian source.
void CheckPrediction(const Model& model, Reporter* reporter) {
  const Prediction prediction = ChosenPrediction(model);
  if (prediction == VELOCITY || prediction == DATA) return;
  reporter->ErrorAtValue(
      Code::kIncompatibleChoice,
      absl::StrCat("model.", ChosenName(model), ".predict"),
      absl::StrCat("a shallow start is no standard noise, and ",
                   Prediction_Name(prediction), " does not follow from it"),
      "predict: VELOCITY, or DATA", {kChosenHere});
}

}  // namespace

void CheckShallowStart(const ExperimentContext& context, DiagnosticSink* sink) {
  const Experiment& e = context.experiment;
  if (!e.method().flow_matching().has_shallow_start()) return;
  Reporter reporter(context, sink);
  CheckLine(context, &reporter);
  CheckPrediction(e.model(), &reporter);
}

}  // namespace flow::lang
