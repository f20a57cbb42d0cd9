#include "flowlang/check/check_fine_tuning.h"

#include <string>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "core/finetune/low_rank_shapes.h"
#include "core/nn/parameter_shapes.h"
#include "flowlang/check/choices.h"
#include "flowlang/check/reporter.h"
#include "flowlang/plan/convert.h"
#include "flowlang/schema/chosen_model.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

constexpr char kTuning[] = "fine_tuning";
constexpr char kProxy[] = "fine_tuning.proxy";
constexpr char kLowRank[] = "fine_tuning.low_rank";

void CheckTrainsOnce(const Method& method, Reporter* reporter) {
  const std::string straightener = Straightener(method);
  std::string chosen;
  if (!method.has_flow_matching()) {
    chosen = ChosenName(method);
  } else if (!straightener.empty()) {
    chosen = straightener;
  } else {
    return;
  }
  reporter->Error(Code::kIncompatibleChoice, kTuning,
                  absl::StrCat("a file has the weights of one network, and '",
                               chosen, "' trains several times"),
                  "", {{"method chosen here", "method"}});
}

// The matrices of the network are known to the compiler.
void CheckLowRank(const ExperimentContext& context, Reporter* reporter) {
  const Experiment& e = context.experiment;
  const auto network = core::ParameterShapes(NetworkOf(e, context.target.dim));
  const auto& names = e.fine_tuning().low_rank().parameters();
  for (int i = 0; i < names.size(); ++i) {
    const absl::Status found =
        core::LowRankShapes({.parameters = {names[i]}}, network).status();
    if (found.ok()) continue;
    reporter->ErrorAtValue(
        Code::kUnresolvedReference,
        absl::StrCat(kLowRank, ".", IndexedPath("parameters", i)),
        std::string(found.message()), "", {{"model chosen here", "model"}});
  }
  if (e.federation().privacy().has_record_level()) {
    reporter->Error(Code::kIncompatibleChoice, kLowRank,
                    "'record_level' bounds the gradients of records in the "
                    "weights of the network, and these are others",
                    "", {{"privacy set here", "federation.privacy"}});
  }
}

void CheckProxy(const ExperimentContext& context, Reporter* reporter) {
  const Experiment& e = context.experiment;
  if (!e.model().has_mlp() || e.method().flow_matching().has_dual()) {
    reporter->Error(
        Code::kIncompatibleChoice, kProxy,
        "a proxy is made of the units of one perceptron", "",
        {{"model chosen here", "model"}, {"method chosen here", "method"}});
    return;
  }
  if (e.fine_tuning().proxy().align_steps() == 0) return;
  const Prediction prediction = ChosenPrediction(e.model());
  if (prediction == VELOCITY) return;
  reporter->Error(Code::kIncompatibleChoice,
                  absl::StrCat(kProxy, ".align_steps"),
                  absl::StrCat("points are found along the velocity of the "
                               "network, and what it predicts is ",
                               Prediction_Name(prediction)),
                  "align_steps: 0", {{"model chosen here", "model"}});
}

}  // namespace

void CheckFineTuning(const ExperimentContext& context, DiagnosticSink* sink) {
  const Experiment& e = context.experiment;
  if (!e.has_fine_tuning()) return;
  Reporter reporter(context, sink);
  CheckTrainsOnce(e.method(), &reporter);
  if (e.fine_tuning().has_low_rank()) CheckLowRank(context, &reporter);
  if (e.fine_tuning().has_proxy()) CheckProxy(context, &reporter);
}

}  // namespace flow::lang
