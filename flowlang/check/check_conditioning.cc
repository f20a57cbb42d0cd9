#include "flowlang/check/check_conditioning.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "flowlang/check/reporter.h"
#include "flowlang/schema/chosen_model.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

void CheckLabels(const ExperimentContext& context, const Condition& condition,
                 const std::string& path, Reporter* reporter) {
  const int64_t classes = context.target.num_classes;
  if (classes == 0) {
    reporter->Error(Code::kIncompatibleChoice, path,
                    "a conditional model needs labels, and the target has none",
                    "", {{"target chosen here", "target"}});
  } else if (condition.classes() < classes) {
    reporter->ErrorAtValue(
        Code::kOutOfRange, path + ".classes",
        absl::StrCat("'", path, ".classes' must be >= ", classes,
                     ", the classes of the target; got ", condition.classes()),
        "", {{"target chosen here", "target"}});
  } else if (condition.classes() > classes) {
    reporter->WarningAtValue(
        Code::kUnusedSetting, path + ".classes",
        absl::StrCat("the target has ", classes, " classes; the labels from ",
                     classes, " on are never seen"),
        "", {{"target chosen here", "target"}});
  }
}

void CheckGuidance(const Sampler& sampler, const Condition* condition,
                   const std::string& path, const std::string& condition_path,
                   Reporter* reporter) {
  if (!sampler.has_guidance()) return;
  if (condition == nullptr) {
    reporter->Error(Code::kIncompatibleChoice, path,
                    "'guidance' needs a conditional model",
                    "condition { classes: 10 drop: 0.1 } in the model",
                    {{"model chosen here", condition_path}});
  } else if (condition->drop() == 0 && sampler.guidance() != 1) {
    reporter->Error(
        Code::kIncompatibleChoice, path,
        "'guidance' needs the unconditional flow, which is learnt from hidden "
        "labels",
        "drop: 0.1 hides the label of every tenth pair",
        {{"no label is hidden here", condition_path}});
  }
}

}  // namespace

void CheckConditioning(const ExperimentContext& context, DiagnosticSink* sink) {
  Reporter reporter(context, sink);
  const Model& model = context.experiment.model();
  const Condition* condition = ConditionOf(model);
  const std::string path =
      condition == nullptr
          ? "model"
          : absl::StrCat("model.", ChosenName(model), ".condition");
  if (condition != nullptr) CheckLabels(context, *condition, path, &reporter);
  for (int i = 0; i < context.experiment.evaluate_size(); ++i) {
    CheckGuidance(context.experiment.evaluate(i).sampler(), condition,
                  IndexedPath("evaluate", i) + ".sampler.guidance", path,
                  &reporter);
  }
}

}  // namespace flow::lang
