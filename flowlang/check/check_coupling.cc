#include "flowlang/check/check_coupling.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "datasets/moments.h"
#include "flowlang/check/reporter.h"
#include "flowlang/plan/convert.h"
#include "flowlang/schema/chosen_model.h"

namespace flow::lang {
namespace {

constexpr char kOt[] = "coupling.minibatch_ot";

void CheckPairing(const MinibatchOtCoupling& ot, const std::string& path,
                  Reporter* reporter) {
  if (ot.has_exact() || ot.pairing() != MinibatchOtCoupling::PERMUTATION) {
    return;
  }
  reporter->ErrorAtValue(Code::kIncompatibleChoice,
                         absl::StrCat(path, ".pairing"),
                         "only the exact plan is a permutation",
                         "pairing: RESAMPLE draws pairs from any plan",
                         {{"solver chosen here", path}});
}

// `training` is where the training that takes the pairs is written.
void CheckBatch(const MinibatchOtCoupling& ot, const std::string& coupling,
                const Training& train, const std::string& training,
                Reporter* reporter) {
  if (!ot.has_batch() || ot.batch() % train.batch() == 0) return;
  const std::string path = absl::StrCat(coupling, ".batch");
  reporter->ErrorAtValue(
      Code::kOutOfRange, path,
      absl::StrCat("'", path, "' must be a multiple of the training batch of ",
                   train.batch(), "; got ", ot.batch()),
      "", {{"batch set here", training + ".batch"}});
}

void CheckLabels(const ExperimentContext& context,
                 const MinibatchOtCoupling& ot, const std::string& path,
                 Reporter* reporter) {
  const bool labelled = context.target.num_classes > 0;
  if (ot.has_condition_weight() && !labelled) {
    reporter->Error(Code::kIncompatibleChoice, path + ".condition_weight",
                    "'condition_weight' needs labels, and the target has none",
                    "", {{"target chosen here", "target"}});
  }
  if (ConditionOf(context.experiment.model()) != nullptr && labelled &&
      !ot.has_condition_weight()) {
    reporter->Warning(
        Code::kIncompatibleChoice, path,
        "transport is blind to the condition of the model: a class is coupled "
        "with the source points near to it, not with all of them",
        "condition_weight: inf couples within a class",
        {{"the model is conditional", "model"}});
  }
}

// The mean of |x0 - x1|^2 over independent pairs; 0 where it is not known.
double TypicalCost(const Experiment& experiment) {
  const EndsOptions ends = EndsOf(experiment);
  const auto source = datasets::GetMoments(ends.source);
  const auto target = datasets::GetMoments(ends.target);
  if (!source.ok() || !target.ok() ||
      source->mean.size() != target->mean.size()) {
    return 0;
  }
  return datasets::MeanSquaredDistance(*source, *target);
}

// Entropic solvers take about cost / regularization iterations, and a plan of
// so little entropy is all but the exact one.
void CheckSlowness(const ExperimentContext& context, double regularization,
                   const std::string& solver, Reporter* reporter) {
  constexpr double kSlowRatio = 1000;
  const double cost = TypicalCost(context.experiment);
  if (cost <= kSlowRatio * regularization) return;
  const std::string path = absl::StrCat(kOt, ".", solver, ".regularization");
  reporter->WarningAtValue(
      Code::kOutOfRange, path,
      absl::StrCat(
          "'", path, "' = ", regularization,
          " takes thousands of iterations: the mean cost of a pair is ", cost),
      absl::StrCat("at least ", cost / kSlowRatio, ", or solver exact"));
}

void CheckMinibatchOt(const ExperimentContext& context, Reporter* reporter) {
  const MinibatchOtCoupling& ot = context.experiment.coupling().minibatch_ot();
  CheckPairing(ot, kOt, reporter);
  CheckBatch(ot, kOt, context.experiment.train(), "train", reporter);
  CheckLabels(context, ot, kOt, reporter);
  if (ot.sinkhorn().has_regularization()) {
    CheckSlowness(context, ot.sinkhorn().regularization(), "sinkhorn",
                  reporter);
  }
  if (ot.has_unbalanced()) {
    CheckSlowness(context, ot.unbalanced().regularization(), "unbalanced",
                  reporter);
  }
}

void CheckAcceleration(const ExperimentContext& context,
                       const Acceleration& acceleration, Reporter* reporter) {
  const std::string path = "method.flow_matching.acceleration";
  CheckPairing(acceleration.coupling(), path + ".coupling", reporter);
  CheckLabels(context, acceleration.coupling(), path + ".coupling", reporter);
  const std::string own = path + ".train";
  CheckBatch(acceleration.coupling(), path + ".coupling", acceleration.train(),
             reporter->IsWritten(own) ? own : "train", reporter);
}

// A law has no points to give weights to.
void CheckSemidiscrete(const ExperimentContext& context, Reporter* reporter) {
  if (!context.TargetIsLaw()) return;
  reporter->Error(Code::kIncompatibleChoice, "coupling.semidiscrete",
                  "semi-discrete transport needs a finite target, and this one "
                  "is a law",
                  "points: 1000 in the target draws so many points once",
                  {{"target chosen here", "target"}});
}

// f is a function of the point alone, a perceptron a plain one.
void CheckPotential(const Potential& potential, Reporter* reporter) {
  const std::string path = "coupling.semidual.potential";
  if (!potential.has_mlp()) return;
  const Mlp& mlp = potential.mlp();
  const struct {
    const char* field;
    bool is_set;
  } unread[] = {{"time_embedding", !mlp.time_embedding().has_concatenated()},
                {"point_embedding", !mlp.point_embedding().has_plain()},
                {"condition", mlp.has_condition()},
                {"predict", mlp.predict() != VELOCITY}};
  for (const auto& [field, is_set] : unread) {
    if (!is_set) continue;
    reporter->Error(
        Code::kIncompatibleChoice, absl::StrCat(path, ".mlp.", field),
        absl::StrCat("a potential is a function of the point alone, "
                     "by LibTorch; it has no '",
                     field, "'"));
  }
}

void CheckReuseCap(const ExperimentContext& context, Reporter* reporter) {
  const SemidualCoupling& semidual = context.experiment.coupling().semidual();
  const int64_t batch = context.experiment.train().batch();
  if (!semidual.has_reuse_cap()) return;
  if (semidual.pool() == SemidualCoupling::FRESH) {
    reporter->Unused("coupling.semidual.reuse_cap",
                     "'reuse_cap' is of a SHARED pool, and this one is FRESH");
  } else if (semidual.reuse_cap() * semidual.candidates() < batch) {
    reporter->ErrorAtValue(
        Code::kOutOfRange, "coupling.semidual.reuse_cap",
        absl::StrCat(semidual.candidates(), " candidates, each chosen at most ",
                     semidual.reuse_cap(), " times, do not do for a batch of ",
                     batch),
        "", {{"batch set here", "train.batch"}});
  }
}

void CheckSemidual(const ExperimentContext& context, Reporter* reporter) {
  const SemidualCoupling& semidual = context.experiment.coupling().semidual();
  CheckPotential(semidual.potential(), reporter);
  CheckReuseCap(context, reporter);
  const bool soft = semidual.read_out() == SemidualCoupling::SOFTMIN;
  if (soft && !semidual.has_entropy()) {
    reporter->ErrorAtValue(Code::kMissingRequired, "coupling.semidual.read_out",
                           "SOFTMIN needs 'entropy', its temperature");
  }
  if (!soft && semidual.has_entropy()) {
    reporter->Unused("coupling.semidual.entropy",
                     "'entropy' is the temperature of SOFTMIN, and the "
                     "read-out is ARGMIN",
                     "read_out: SOFTMIN");
  }
  if (semidual.inner().start() != SemidualCoupling::POOL_MINIMUM) {
    reporter->WarningAtValue(
        Code::kIncompatibleChoice, "coupling.semidual.inner.start",
        "a descent from here is known to leave the minimum unsolved, so that "
        "the potential grows without bound",
        "start: POOL_MINIMUM");
  }
}

}  // namespace

void CheckCoupling(const ExperimentContext& context, DiagnosticSink* sink) {
  Reporter reporter(context, sink);
  const Coupling& coupling = context.experiment.coupling();
  if (coupling.has_minibatch_ot()) CheckMinibatchOt(context, &reporter);
  if (coupling.has_semidiscrete()) CheckSemidiscrete(context, &reporter);
  if (coupling.has_semidual()) CheckSemidual(context, &reporter);
  const FlowMatching& flow = context.experiment.method().flow_matching();
  if (flow.has_acceleration()) {
    CheckAcceleration(context, flow.acceleration(), &reporter);
  }
}

}  // namespace flow::lang
