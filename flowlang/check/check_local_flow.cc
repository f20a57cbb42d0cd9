#include "flowlang/check/check_local_flow.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "flowlang/check/reporter.h"

namespace flow::lang {
namespace {

constexpr char kMethod[] = "method.local_flow";

void CheckEnds(const ExperimentContext& context, Reporter* reporter) {
  if (!context.source.is_standard_gaussian) {
    reporter->Error(
        Code::kIncompatibleChoice, kMethod,
        "the chain of 'local_flow' ends in a standard Gaussian, "
        "and the source is another law",
        absl::StrCat("source { gaussian { dim: ", context.target.dim, " } }"),
        {{"source chosen here", "source"}});
  }
  const ProbabilityPath& path = context.experiment.path();
  if (!path.has_linear() && !path.has_trigonometric()) {
    reporter->Error(Code::kIncompatibleChoice, kMethod,
                    "a block steps along a linear or a trigonometric path", "",
                    {{"path chosen here", "path"}});
  }
}

void CheckSizes(const StepSizes& steps, Reporter* reporter) {
  const LinearSteps& linear = steps.linear();
  if (!steps.has_linear() || linear.beta_min() < linear.beta_max()) return;
  const std::string path = absl::StrCat(kMethod, ".steps.linear.beta_min");
  reporter->ErrorAtValue(
      Code::kOutOfRange, path,
      absl::StrCat("'", path, "' must be < beta_max = ", linear.beta_max(),
                   "; got ", linear.beta_min()));
}

void CheckPool(const ExperimentContext& context, const LocalFlow& method,
               Reporter* reporter) {
  const std::string path = absl::StrCat(kMethod, ".pool");
  if (!context.target.size || !reporter->IsWritten(path) ||
      method.pool() <= *context.target.size) {
    return;
  }
  reporter->ErrorAtValue(
      Code::kOutOfRange, path,
      absl::StrCat("'", path, "' must be <= ", *context.target.size,
                   ", the points of the target; got ", method.pool()),
      "", {{"target chosen here", "target"}});
}

}  // namespace

void CheckLocalFlow(const ExperimentContext& context, DiagnosticSink* sink) {
  if (!context.experiment.method().has_local_flow()) return;
  const LocalFlow& method = context.experiment.method().local_flow();
  Reporter reporter(context, sink);
  CheckEnds(context, &reporter);
  CheckSizes(method.steps(), &reporter);
  CheckPool(context, method, &reporter);
  if (!context.experiment.coupling().has_independent()) {
    reporter.Unused("coupling",
                    "the blocks of 'local_flow' are coupled by its own "
                    "'coupling'; this one is not read",
                    "method { local_flow { coupling: MINIBATCH_OT } } couples "
                    "by optimal transport",
                    {{"method chosen here", kMethod}});
  }
}

}  // namespace flow::lang
