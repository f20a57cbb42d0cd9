#include "flowlang/check/check_training.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "flowlang/check/reporter.h"
#include "flowlang/check/signal_path.h"

namespace flow::lang {
namespace {

void CheckMomentum(const Optimizer& optimizer, const std::string& path,
                   Reporter* reporter) {
  if (!optimizer.sgd().nesterov() || optimizer.sgd().momentum() > 0) return;
  reporter->Error(Code::kIncompatibleChoice, path + ".sgd.nesterov",
                  "'nesterov' looks ahead along the momentum, and there is "
                  "none",
                  "momentum: 0.9 is usual");
}

void CheckWarmup(const Training& train, const std::string& path,
                 Reporter* reporter) {
  const bool cosine = train.schedule().has_warmup_cosine();
  const int64_t warmup = cosine ? train.schedule().warmup_cosine().warmup()
                                : train.schedule().constant().warmup();
  if (train.has_rounds() || warmup <= train.steps()) return;
  reporter->WarningAtValue(
      Code::kUnusedSetting,
      absl::StrCat(path, ".schedule.", cosine ? "warmup_cosine" : "constant",
                   ".warmup"),
      absl::StrCat("the warm-up of ", warmup,
                   " steps outlasts the training of ", train.steps()),
      "the learning rate never reaches its full value",
      {{"steps set here", path + ".steps"}});
}

// An average of weights begins with those that training starts from.
void CheckAverage(const Training& train, const std::string& path,
                  Reporter* reporter) {
  constexpr double kMostOfTheStart = 0.1;
  if (!train.has_ema()) return;
  const auto steps =
      static_cast<double>(train.has_rounds() ? train.rounds() : train.steps());
  const double share = std::pow(train.ema().decay(), steps);
  if (share <= kMostOfTheStart) return;
  reporter->WarningAtValue(
      Code::kOutOfRange, path + ".ema.decay",
      absl::StrCat(std::lround(100 * share),
                   " % of the average that is evaluated would be the weights "
                   "that training starts from"),
      "decay ^ steps is what is left of them",
      {{absl::StrCat(train.has_rounds() ? "rounds" : "steps", " set here"),
        path + (train.has_rounds() ? ".rounds" : ".steps")}});
}

// The weight is that of the path's signal and noise.
void CheckWeight(const ExperimentContext& context, Reporter* reporter) {
  if (!context.experiment.train().weight().has_min_snr()) return;
  const std::string why = WhyNoSignalPath(context.experiment.path(), context);
  if (why.empty()) return;
  reporter->Error(
      Code::kIncompatibleChoice, "train.weight.min_snr",
      absl::StrCat("'min_snr' weighs by signal and noise of the path: ", why),
      "near_target weighs by the time alone", {{"path chosen here", "path"}});
}

// Of what computes with FLOAT32 whatever is asked for. A training that nobody
// wrote is the velocity's, of which this is not taken over.
void CheckPrecision(const Training& train, const std::string& path,
                    const std::string& why, Reporter* reporter,
                    const std::vector<Reporter::Other>& others = {}) {
  const std::string precision = path + ".precision";
  if (train.precision() == Training::FLOAT32 ||
      !reporter->IsWritten(precision)) {
    return;
  }
  reporter->ErrorAtValue(Code::kIncompatibleChoice, precision, why, "FLOAT32",
                         others);
}

// Why a training cannot go through its points in epochs.
void CheckDraws(const ExperimentContext& context, Reporter* reporter) {
  const Experiment& e = context.experiment;
  const auto refuse = [&](const Training& train, const std::string& path,
                          const char* why, Reporter::Other other) {
    const std::string draws = path + ".draws";
    if (train.draws() != Training::EPOCHS || !reporter->IsWritten(draws)) {
      return;
    }
    reporter->ErrorAtValue(Code::kIncompatibleChoice, draws, why,
                           "WITH_REPLACEMENT", {std::move(other)});
  };
  const Training& accelerated =
      e.method().flow_matching().acceleration().train();
  const Training& distilled = e.method().local_flow().distill().train();
  // the blocks of a chain draw out of pools, which are finite
  if (context.TargetIsLaw() && !e.method().has_local_flow()) {
    const char why[] =
        "the target is a law: it never gives one point twice, and no epoch "
        "ends";
    const Reporter::Other other = {"target chosen here", "target"};
    refuse(e.train(), "train", why, other);
    refuse(accelerated, "method.flow_matching.acceleration.train", why, other);
  }
  if (e.coupling().has_semidiscrete()) {
    refuse(e.train(), "train",
           "'semidiscrete' chooses the target's points for those of the source",
           {"coupling chosen here", "coupling"});
  }
  if (e.federation().privacy().has_record_level()) {
    const char why[] =
        "the noise of 'record_level' is that of steps that draw without "
        "replacement, each for itself";
    const Reporter::Other other = {"privacy chosen here",
                                   "federation.privacy.record_level"};
    refuse(e.train(), "train", why, other);
    refuse(distilled, "method.local_flow.distill.train", why, other);
  }
  reporter->Unused("coupling.semidual.train.draws",
                   "potentials draw with replacement");
}

// Where nothing is computed with TF32.
void CheckTf32(const ExperimentContext& context, Reporter* reporter) {
  const Experiment& e = context.experiment;
  if (e.train().precision() != Training::TF32) return;
  if (e.model().has_mlp()) {
    reporter->Unused("train.precision",
                     "TF32 is of convolutions, and a perceptron has none", "",
                     {{"model chosen here", "model"}});
  } else if (e.has_federation()) {
    reporter->Unused("train.precision",
                     "TF32 is of GPUs, and clients train on the processor", "",
                     {{"federation chosen here", "federation"}});
  }
}

// A training that nobody wrote is a copy of the experiment's.
void Check(const Training& train, const std::string& path, Reporter* reporter) {
  if (path != "train" && !reporter->IsWritten(path)) return;
  CheckMomentum(train.optimizer(), path + ".optimizer", reporter);
  CheckWarmup(train, path, reporter);
  CheckAverage(train, path, reporter);
}

}  // namespace

void CheckTraining(const ExperimentContext& context, DiagnosticSink* sink) {
  const Experiment& e = context.experiment;
  const FlowMatching& flow = e.method().flow_matching();
  Reporter reporter(context, sink);
  const struct {
    const Training& train;
    const char* path;
  } of_networks[] = {
      {e.train(), "train"},
      {flow.reflow().train(), "method.flow_matching.reflow.train"},
      {flow.reflow().distill().train(),
       "method.flow_matching.reflow.distill.train"},
      {flow.acceleration().train(), "method.flow_matching.acceleration.train"},
      {e.method().local_flow().distill().train(),
       "method.local_flow.distill.train"}};
  for (const auto& [train, path] : of_networks) {
    Check(train, path, &reporter);
    if (!e.model().has_icnn()) continue;
    // the equation that it solves is to be met in its gradient as well
    CheckPrecision(train, path, "the potential of 'icnn' computes with FLOAT32",
                   &reporter, {{"model chosen here", "model"}});
  }
  CheckWeight(context, &reporter);
  CheckDraws(context, &reporter);
  CheckTf32(context, &reporter);
  Check(e.coupling().semidual().train(), "coupling.semidual.train", &reporter);
  CheckPrecision(e.coupling().semidual().train(), "coupling.semidual.train",
                 "potentials are trained with FLOAT32", &reporter);
  CheckMomentum(e.federation().local().optimizer(),
                "federation.local.optimizer", &reporter);
}

}  // namespace flow::lang
