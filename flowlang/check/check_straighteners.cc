#include "flowlang/check/check_straighteners.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "flowlang/check/choices.h"
#include "flowlang/check/reporter.h"
#include "flowlang/schema/chosen_model.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

constexpr char kReflow[] = "method.flow_matching.reflow";
constexpr char kAcceleration[] = "method.flow_matching.acceleration";

// The velocity between the ends of a pair that belong together is known where
// x_t is; its noise and its score are not.
void CheckPredictionOfReflow(const Model& model, Reporter* reporter) {
  const Prediction prediction = ChosenPrediction(model);
  if (prediction == VELOCITY || prediction == DATA) return;
  reporter->ErrorAtValue(
      Code::kIncompatibleChoice,
      absl::StrCat("model.", ChosenName(model), ".predict"),
      absl::StrCat("the pairs of 'reflow' are not independent, and ",
                   Prediction_Name(prediction), " does not follow from them"),
      "predict: VELOCITY, or DATA", {{"reflow chosen here", kReflow}});
}

// The velocity of least acceleration is none of the pair's own quantities.
void CheckPredictionOfAcceleration(const Model& model, Reporter* reporter) {
  if (ChosenPrediction(model) == VELOCITY) return;
  reporter->ErrorAtValue(Code::kIncompatibleChoice,
                         absl::StrCat("model.", ChosenName(model), ".predict"),
                         absl::StrCat("'acceleration' teaches a velocity, and ",
                                      Prediction_Name(ChosenPrediction(model)),
                                      " does not follow from it"),
                         "predict: VELOCITY",
                         {{"acceleration chosen here", kAcceleration}});
}

void CheckCondition(const Model& model, const char* why, const char* chosen,
                    const char* path, Reporter* reporter) {
  if (ConditionOf(model) == nullptr) return;
  reporter->Error(Code::kIncompatibleChoice,
                  absl::StrCat("model.", ChosenName(model), ".condition"), why,
                  "", {{chosen, path}});
}

// Its lines have no acceleration to lower, and other targets than the pairs'
// own take optimal transport from its loss.
void CheckIsNoPotential(const Model& model, Reporter* reporter) {
  if (!model.has_icnn()) return;
  reporter->Error(Code::kIncompatibleChoice, kAcceleration,
                  "the lines of a potential are straight already", "",
                  {{"model chosen here", "model"}});
}

// A straightener goes on from a flow of one velocity that begins at the source.
void CheckFollows(const FlowMatching& method, const std::string& straightener,
                  Reporter* reporter) {
  const auto refuse = [&](const char* chosen, const char* why) {
    const std::string path = "method.flow_matching.";
    reporter->Error(Code::kIncompatibleChoice, path + straightener,
                    absl::StrCat("'", straightener, "' ", why), "",
                    {{absl::StrCat(chosen, " chosen here"), path + chosen}});
  };
  if (method.has_dual()) {
    refuse("dual", "trains one velocity, and 'dual' has two");
  }
  if (method.has_shallow_start()) {
    refuse("shallow_start",
           "begins at the source, and the flow before it at a shallow start");
  }
}

void CheckDistillation(const Training& train, Reporter* reporter) {
  const std::string distill = absl::StrCat(kReflow, ".distill");
  reporter->Unused(distill + ".blocks_per_group",
                   "'blocks_per_group' is of a chain of blocks, and 'reflow' "
                   "distills one map");
  for (const std::string& setting : UnevenTimes(train)) {
    reporter->Unused(absl::StrCat(distill, ".train.", setting),
                     absl::StrCat("a map in one step is learnt at t = 0 alone, "
                                  "so that nothing reads '",
                                  setting, "'"));
  }
}

}  // namespace

void CheckStraighteners(const ExperimentContext& context,
                        DiagnosticSink* sink) {
  const FlowMatching& method = context.experiment.method().flow_matching();
  const Model& model = context.experiment.model();
  Reporter reporter(context, sink);
  const std::string straightener = Straightener(context.experiment.method());
  if (!straightener.empty()) CheckFollows(method, straightener, &reporter);
  if (method.has_reflow()) {
    CheckPredictionOfReflow(model, &reporter);
    CheckCondition(model, "the pairs that 'reflow' makes have no labels",
                   "reflow chosen here", kReflow, &reporter);
    if (method.reflow().has_distill()) {
      CheckDistillation(method.reflow().distill().train(), &reporter);
    }
  }
  if (method.has_acceleration()) {
    CheckPredictionOfAcceleration(model, &reporter);
    CheckCondition(model,
                   "the velocity that 'acceleration' holds fixed is of all "
                   "classes together",
                   "acceleration chosen here", kAcceleration, &reporter);
    CheckIsNoPotential(model, &reporter);
  }
}

}  // namespace flow::lang
