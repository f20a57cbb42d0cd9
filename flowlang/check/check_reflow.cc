#include "flowlang/check/check_reflow.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "flowlang/check/choices.h"
#include "flowlang/check/reporter.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

constexpr char kReflow[] = "method.flow_matching.reflow";

// The velocity between the ends of a pair that belong together is known where
// x_t is; its noise and its score are not.
void CheckPrediction(const Model& model, Reporter* reporter) {
  const Prediction prediction = ChosenPrediction(model);
  if (prediction == VELOCITY || prediction == DATA) return;
  reporter->ErrorAtValue(
      Code::kIncompatibleChoice,
      absl::StrCat("model.", ChosenName(model), ".predict"),
      absl::StrCat("the pairs of 'reflow' are not independent, and ",
                   Prediction_Name(prediction), " does not follow from them"),
      "predict: VELOCITY, or DATA", {{"reflow chosen here", kReflow}});
}

void CheckCondition(const Model& model, Reporter* reporter) {
  if (ConditionOf(model) == nullptr) return;
  reporter->Error(Code::kIncompatibleChoice,
                  absl::StrCat("model.", ChosenName(model), ".condition"),
                  "the pairs that 'reflow' makes have no labels", "",
                  {{"reflow chosen here", kReflow}});
}

void CheckDistillation(Reporter* reporter) {
  const std::string distill = absl::StrCat(kReflow, ".distill");
  reporter->Unused(distill + ".blocks_per_group",
                   "'blocks_per_group' is of a chain of blocks, and 'reflow' "
                   "distills one map");
  for (const char* setting : {"time_law", "weight"}) {
    reporter->Unused(absl::StrCat(distill, ".train.", setting),
                     absl::StrCat("a map in one step is learnt at t = 0 alone, "
                                  "so that nothing reads '",
                                  setting, "'"));
  }
}

}  // namespace

void CheckReflow(const ExperimentContext& context, DiagnosticSink* sink) {
  const FlowMatching& method = context.experiment.method().flow_matching();
  if (!method.has_reflow()) return;
  Reporter reporter(context, sink);
  CheckPrediction(context.experiment.model(), &reporter);
  CheckCondition(context.experiment.model(), &reporter);
  if (method.reflow().has_distill()) CheckDistillation(&reporter);
}

}  // namespace flow::lang
