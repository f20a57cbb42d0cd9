#include "flowlang/check/check_dual.h"

#include "absl/strings/str_cat.h"
#include "flowlang/check/reporter.h"
#include "flowlang/schema/chosen_model.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

constexpr char kDual[] = "method.flow_matching.dual";

const Reporter::Other kChosenHere = {"dual chosen here", kDual};

void CheckModel(const Model& model, Reporter* reporter) {
  if (model.has_icnn()) {
    reporter->Error(Code::kIncompatibleChoice, kDual,
                    "the lines of a potential lead back as they came: there is "
                    "nothing else to learn",
                    "model { mlp {} }", {{"model chosen here", "model"}});
  }
  if (model.has_unet() || model.has_dit()) {
    reporter->Error(Code::kIncompatibleChoice, kDual,
                    "the two networks of 'dual' are perceptrons",
                    "model { mlp {} }", {{"model chosen here", "model"}});
  }
  if (ConditionOf(model) != nullptr) {
    reporter->Error(Code::kIncompatibleChoice,
                    absl::StrCat("model.", ChosenName(model), ".condition"),
                    "the two velocities of 'dual' are of all classes together",
                    "", {kChosenHere});
  }
  if (ChosenPrediction(model) != VELOCITY) {
    reporter->ErrorAtValue(
        Code::kIncompatibleChoice,
        absl::StrCat("model.", ChosenName(model), ".predict"),
        absl::StrCat("'dual' learns two velocities, and ",
                     Prediction_Name(ChosenPrediction(model)), " is none"),
        "predict: VELOCITY", {kChosenHere});
  }
}

void CheckLoss(const Dual& dual, Reporter* reporter) {
  if (dual.loss() == Dual::COSINE) {
    reporter->WarningAtValue(
        Code::kIncompatibleChoice, absl::StrCat(kDual, ".loss"),
        "COSINE is least for any two velocities that agree, two constants "
        "among them: nothing in it leads to the target",
        "loss: FLOW_MATCHING, or look at w2 and round_trip_error");
  }
  if (dual.cycle() == 0) {
    reporter->Unused(absl::StrCat(kDual, ".cycle_steps"),
                     "'cycle_steps' are those of 'cycle', whose weight is 0",
                     "cycle: 1");
  }
}

}  // namespace

void CheckDual(const ExperimentContext& context, DiagnosticSink* sink) {
  const Experiment& e = context.experiment;
  if (!e.method().flow_matching().has_dual()) return;
  Reporter reporter(context, sink);
  CheckModel(e.model(), &reporter);
  CheckLoss(e.method().flow_matching().dual(), &reporter);
}

}  // namespace flow::lang
