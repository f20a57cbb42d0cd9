#include "flowlang/check/check_local_flow.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/path/path_facts.h"
#include "flowlang/check/reporter.h"
#include "flowlang/plan/convert.h"
#include "flowlang/schema/chosen_model.h"
#include "flowlang/schema/field_name.h"

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
  // one of one's own says nothing of its ends
  const ProbabilityPath& path = context.experiment.path();
  if (path.kind_case() == ProbabilityPath::KIND_NOT_SET ||
      !core::LeadsFromEndToEnd(ToOptions(path))) {
    reporter->Error(Code::kIncompatibleChoice, kMethod,
                    "a block leads from one point to another, and the path "
                    "does not begin in x0 or does not end in x1",
                    "linear, trigonometric, polynomial, cosine and "
                    "brownian_bridge do both",
                    {{"path chosen here", "path"}});
  }
}

// In a flow from noise the mean of x0 is lost where x_t is x1. In a block it is
// not, and the exact velocity itself is infinite there.
void CheckSpeed(const ExperimentContext& context, Reporter* reporter) {
  if (!context.experiment.path().has_linear_vp()) return;
  reporter->Warning(Code::kIncompatibleChoice, "path.linear_vp",
                    "the points of a block come to their clean end infinitely "
                    "fast along 'linear_vp', and networks hardly learn it",
                    "trigonometric {} has a finite speed",
                    {{"method chosen here", kMethod}});
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
  // an eleventh of the points is moved by what the others say of the way
  const bool is_measured = method.steps().has_from_data();
  const int64_t fewest = is_measured ? 100 : 2;
  if (method.pool() < fewest) {
    reporter->ErrorAtValue(
        Code::kOutOfRange, path,
        absl::StrCat("'", path, "' must be >= ", fewest,
                     is_measured ? " to measure step sizes" : "", "; got ",
                     method.pool()),
        "", {{"target chosen here", "target"}});
    return;
  }
  if (!context.training_points || method.pool() <= *context.training_points) {
    return;
  }
  reporter->ErrorAtValue(
      Code::kOutOfRange, path,
      absl::StrCat("'", path, "' must be <= ", *context.training_points,
                   ", the points of the target; got ", method.pool()),
      "", {{"target chosen here", "target"}});
}

// Of a chain no field is followed alone from source to target.
void CheckMetrics(const ExperimentContext& context, Reporter* reporter) {
  const Experiment& e = context.experiment;
  for (int i = 0; i < e.evaluate_size(); ++i) {
    for (int k = 0; k < e.evaluate(i).metric_size(); ++k) {
      if (!e.evaluate(i).metric(k).has_curvature()) continue;
      reporter->Error(
          Code::kIncompatibleChoice,
          IndexedPath(IndexedPath("evaluate", i) + ".metric", k),
          "'curvature' is of a single flow, and 'local_flow' is a chain of "
          "them",
          "straightness {}", {{"method chosen here", kMethod}});
    }
  }
}

void CheckModel(const ExperimentContext& context, Reporter* reporter) {
  const Model& model = context.experiment.model();
  const std::string path = absl::StrCat("model.", ChosenName(model));
  const Prediction prediction = ChosenPrediction(model);
  if (prediction != VELOCITY) {
    reporter->ErrorAtValue(
        Code::kIncompatibleChoice, path + ".predict",
        absl::StrCat(Prediction_Name(prediction),
                     " is of a path from noise to data, and the blocks of "
                     "'local_flow' lead from noisy data to data"),
        "predict: VELOCITY", {{"method chosen here", kMethod}});
  }
  if (ConditionOf(model) == nullptr) return;
  reporter->Error(Code::kIncompatibleChoice, path + ".condition",
                  "the pool of 'local_flow' keeps no labels", "",
                  {{"method chosen here", kMethod}});
}

// What one network for all blocks rules out.
void CheckShared(const ExperimentContext& context, const LocalFlow& method,
                 Reporter* reporter) {
  if (method.networks() != LocalFlow::SHARED) return;
  const std::string networks = absl::StrCat(kMethod, ".networks");
  const std::vector<Reporter::Other> shared = {
      {"one network chosen here", networks}};
  const Experiment& e = context.experiment;
  if (method.has_distill()) {
    reporter->Error(Code::kIncompatibleChoice,
                    absl::StrCat(kMethod, ".distill"),
                    "one-step maps are learnt from the points that blocks have "
                    "pushed, and those of one network are trained at once, "
                    "without pushing",
                    "networks: PER_BLOCK", shared);
  }
  if (e.train().batch() < NumBlocks(method)) {
    reporter->ErrorAtValue(
        Code::kOutOfRange, "train.batch",
        absl::StrCat("'train.batch' must be >= ", NumBlocks(method),
                     ", a row for each block; got ", e.train().batch()),
        "", shared);
  }
  for (const char* field : {"push", "warm_start"}) {
    reporter->Unused(
        absl::StrCat(kMethod, ".", field),
        absl::StrCat("blocks of one network are trained at once: '", field,
                     "' is not read"),
        "networks: PER_BLOCK", shared);
  }
}

}  // namespace

void CheckLocalFlow(const ExperimentContext& context, DiagnosticSink* sink) {
  if (!context.experiment.method().has_local_flow()) return;
  const LocalFlow& method = context.experiment.method().local_flow();
  Reporter reporter(context, sink);
  CheckEnds(context, &reporter);
  CheckSpeed(context, &reporter);
  CheckSizes(method.steps(), &reporter);
  CheckPool(context, method, &reporter);
  CheckMetrics(context, &reporter);
  CheckModel(context, &reporter);
  CheckShared(context, method, &reporter);
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
