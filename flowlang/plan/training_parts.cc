#include "flowlang/plan/training_parts.h"

#include "absl/strings/str_cat.h"
#include "flowlang/plan/convert.h"
#include "flowlang/plan/estimate.h"
#include "flowlang/plan/links_text.h"
#include "flowlang/plan/message_text.h"
#include "flowlang/plan/privacy_text.h"
#include "flowlang/plan/rounds_text.h"
#include "flowlang/rules/planned.h"

namespace flow::lang {
namespace {

// What every training of the experiment rests on.
std::string DescribeData(const Experiment& e) {
  std::string text =
      SettingLine("source", e.source()) + SettingLine("target", e.target()) +
      SettingLine("path", e.path()) + SettingLine("coupling", e.coupling()) +
      SettingLine("method", e.method()) + SettingLine("model", e.model());
  if (e.has_federation()) text += SettingLine("federation", e.federation());
  if (e.has_fine_tuning()) {
    text += SettingLine("fine_tuning", e.fine_tuning());
  }
  return text;
}

// The experiment without what only later stages read: another distillation does
// not train the flow anew.
Experiment FlowAlone(Experiment experiment) {
  Method* method = experiment.mutable_method();
  if (method->has_flow_matching()) {
    method->mutable_flow_matching()->clear_reflow();
    method->mutable_flow_matching()->clear_acceleration();
  }
  if (method->has_local_flow()) {
    method->mutable_local_flow()->clear_distill();
    method->mutable_local_flow()->clear_push();
  }
  return experiment;
}

// Whether trainers obey everything but the protocols.
bool IsLowered(const Experiment& experiment) {
  Experiment trained = experiment;
  trained.clear_evaluate();
  return !UsesPlanned(trained);
}

// What computes the network, and why.
std::string ExecutorLine(const Experiment& experiment) {
  const Model& model = experiment.model();
  if (experiment.method().flow_matching().has_dual()) {
    return "executor   libtorch: two networks with one loss\n";
  }
  if (!model.has_mlp()) return "executor   libtorch: no kernels for it\n";
  if (experiment.train().precision() == Training::BFLOAT16) {
    return "executor   libtorch: kernels compute with float32\n";
  }
  return model.mlp().executor() == Mlp::LIBTORCH
             ? "executor   libtorch: the model asks for it\n"
             : "executor   kernels: a perceptron on a CPU\n";
}

std::string Describe(const Experiment& e) {
  if (e.fine_tuning().has_nothing()) return DescribeData(e);
  return DescribeData(e) + SettingLine("train", e.train());
}

}  // namespace

TrainingParts::TrainingParts(const Experiment& experiment,
                             const Experiment& known, const DataFacts& facts)
    : experiment_(experiment),
      facts_(facts),
      shown_(FlowAlone(experiment)),
      hashed_(FlowAlone(known)),
      lowered_(IsLowered(experiment)) {}

std::string TrainingParts::Shown() const {
  if (experiment_.fine_tuning().has_nothing()) return Describe(shown_);
  std::string text = Describe(shown_) + ExecutorLine(experiment_) +
                     PrivacyLine(experiment_, facts_.target_points);
  if (const auto estimate = EstimateCost(experiment_, facts_.dim)) {
    text += RoundsLine(experiment_, estimate->shared) +
            LinksLine(experiment_, *estimate) + EstimateLine(*estimate);
  }
  return text;
}

std::string TrainingParts::Hashed() const { return Describe(hashed_); }

TrainVelocityStage TrainingParts::OnLines(const Training& train) const {
  const Experiment& e = experiment_;
  core::TrainOptions options = ToOptions(train);
  if (train.has_rounds()) {
    options.steps = train.rounds() * StepsInRound(e.federation());
  }
  return {EndsOf(e),
          core::LinearPathOptions(),
          core::IndependentOptions(),
          NetworkOf(e, facts_.dim),
          options,
          PredictionOf(e.model())};
}

TrainVelocityStage TrainingParts::OverClients(TrainVelocityStage work) const {
  const Experiment& e = experiment_;
  if (!e.has_federation()) return work;
  work.federation = ToOptions(e.federation());
  work.train.steps /= StepsInRound(e.federation());
  return work;
}

TrainVelocityStage OneStep(TrainVelocityStage work) {
  work.train.time_law = core::StartTimeOptions();
  work.train.weight = core::ConstantWeightOptions();
  return work;
}

}  // namespace flow::lang
