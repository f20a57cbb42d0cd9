#include "flowlang/plan/training_stages.h"

#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "flowlang/plan/chain_stages.h"
#include "flowlang/plan/convert.h"
#include "flowlang/plan/message_text.h"
#include "flowlang/schema/chosen_model.h"

namespace flow::lang {
namespace {

using Inputs = std::vector<std::string>;

class Adder {
 public:
  Adder(const Experiment& experiment, const Experiment& known,
        const DataFacts& facts, StageList* stages)
      : experiment_(experiment),
        known_method_(known.method().flow_matching()),
        parts_(experiment, known, facts),
        facts_(facts),
        stages_(stages) {
    trained_.lowered = parts_.lowered();
  }

  TrainedStages Add() {
    switch (experiment_.method().kind_case()) {
      case Method::kLocalFlow:
        return AddChain(parts_, stages_);
      case Method::kFieldMatching:
        AddField();
        break;
      default:
        AddFlowMatching(experiment_.method().flow_matching());
    }
    return std::move(trained_);
  }

 private:
  // The training of a network that no trainer does yet.
  void AddPlanned(const std::string& name, const std::string& kind,
                  Inputs inputs) {
    stages_->Add(name, kind, std::move(inputs),
                 {parts_.Shown(), parts_.Hashed()}, PlannedStage());
  }

  // What pairs are made by, before the flow; `train` and `model` are the
  // flow's.
  void AddPotential() {
    const auto describe = [](const Experiment& e) {
      std::string text = SettingLine("source", e.source()) +
                         SettingLine("target", e.target()) +
                         SettingLine("coupling", e.coupling());
      if (e.has_federation()) {
        text += SettingLine("federation", e.federation());
      }
      return text;
    };
    stages_->Add("train_potential", "train_potential", {},
                 {describe(parts_.shown()), describe(parts_.hashed())},
                 PotentialWork());
  }

  StageWork PotentialWork() const {
    const Experiment& e = experiment_;
    if (!trained_.lowered) return PlannedStage();
    if (e.coupling().has_semidual()) return SemidualWork();
    return FitSemidiscreteStage{EndsOf(e), std::get<core::SemidiscreteOptions>(
                                               ToOptions(e.coupling()))};
  }

  StageWork SemidualWork() const {
    const SemidualCoupling& semidual = experiment_.coupling().semidual();
    TrainVelocityStage as_flow =
        parts_.OverClients(parts_.OnLines(semidual.train()));
    // which are parts of the model, and not of the potential
    if (as_flow.federation) as_flow.federation->modules.clear();
    return FitPotentialStage{
        as_flow.ends,
        ToOptions(semidual, facts_.dim, ImageOf(experiment_.target())),
        as_flow.train, as_flow.federation};
  }

  void AddLoading() {
    const Experiment& e = experiment_;
    StageWork work = PlannedStage();
    if (trained_.lowered) {
      LoadWeightsStage load = {EndsOf(e), NetworkOf(e, facts_.dim),
                               e.fine_tuning().weights()};
      if (e.has_federation()) load.federation = ToOptions(e.federation());
      work = std::move(load);
    }
    stages_->Add("load_weights", "load_weights", {},
                 {parts_.Shown(), parts_.Hashed()}, std::move(work));
    trained_.flow = {"load_weights"};
  }

  void AddFlowMatching(const FlowMatching& method) {
    if (experiment_.fine_tuning().has_nothing()) return AddLoading();
    AddVelocity(AddCoupling());
    std::string last = "train_velocity";
    if (method.has_reflow()) {
      last = AddReflow(method.reflow(), known_method_.reflow(), last);
    }
    if (method.has_acceleration()) {
      last = AddAcceleration(method.acceleration(),
                             known_method_.acceleration(), last);
    }
    trained_.flow = {last};
  }

  // On the pairs of the experiment's coupling along `path`.
  TrainVelocityStage CoupledWork(core::PathOptions path) const {
    const Experiment& e = experiment_;
    TrainVelocityStage work = parts_.OnLines(e.train());
    work.path = std::move(path);
    work.coupling = ToOptions(e.coupling());
    if (e.coupling().has_semidual()) {
      const SemidualCoupling& semidual = e.coupling().semidual();
      work.semidual =
          ToOptions(semidual, facts_.dim, ImageOf(experiment_.target()));
      if (semidual.has_then_local_after()) {
        work.then_local_after = semidual.then_local_after();
      }
    }
    return work;
  }

  // The stage that couplings need which are fitted.
  Inputs AddCoupling() {
    if (!experiment_.coupling().has_semidual() &&
        !experiment_.coupling().has_semidiscrete()) {
      return {};
    }
    AddPotential();
    return {"train_potential"};
  }

  void AddField() {
    Inputs before = AddCoupling();
    trained_.flow = {"train_field"};
    if (!trained_.lowered) {
      return AddPlanned("train_field", "train_field", std::move(before));
    }
    field_matching::FieldOptions field = FieldOf(experiment_);
    const auto* pairs =
        std::get_if<field_matching::PairFieldOptions>(&field.field);
    TrainVelocityStage work =
        CoupledWork(pairs ? pairs->path : core::LinearPathOptions());
    work.field = std::move(field);
    stages_->Add("train_field", "train_field", std::move(before),
                 {parts_.Shown(), parts_.Hashed()},
                 parts_.OverClients(std::move(work)));
  }

  void AddVelocity(Inputs before) {
    if (!trained_.lowered) {
      return AddPlanned("train_velocity", "train_velocity", std::move(before));
    }
    const Experiment& e = experiment_;
    TrainVelocityStage work = CoupledWork(ToOptions(e.path()));
    work.label_drop = ConditionOrNone(e.model()).drop();
    work.field = EstimatorOf(e);
    const FlowMatching& method = e.method().flow_matching();
    if (method.has_dual()) work.dual = ToOptions(method.dual());
    if (e.has_fine_tuning()) {
      work.fine_tuning = {e.fine_tuning().weights(),
                          ToOptions(e.fine_tuning())};
    }
    stages_->Add("train_velocity", "train_velocity", std::move(before),
                 {parts_.Shown(), parts_.Hashed()},
                 parts_.OverClients(std::move(work)));
  }

  // Each round makes pairs with the last flow and trains on them. The name of
  // the last flow.
  std::string AddReflow(const Reflow& reflow, const Reflow& known,
                        std::string last) {
    for (int64_t round = 1; round <= reflow.rounds(); ++round) {
      const std::string pairs = AddPairs(reflow, round, last);
      const std::string name = absl::StrCat("train_reflow_", round);
      AddRound(name, "train_velocity", reflow, {reflow.train(), known.train()},
               {pairs, last}, ReflowWork(reflow, reflow.train()));
      last = name;
    }
    if (reflow.has_distill()) {
      const std::string pairs = AddPairs(reflow, reflow.rounds() + 1, last);
      AddRound("distill", "distill", reflow,
               {reflow.distill().train(), known.distill().train()},
               {pairs, last}, DistillWork(reflow));
      trained_.distilled = {"distill"};
    }
    return last;
  }

  // The name of the stage that follows the flow `last`.
  std::string AddPairs(const Reflow& reflow, int64_t round,
                       const std::string& last) {
    const std::string name = absl::StrCat("make_pairs_", round);
    const std::string settings =
        absl::StrCat("pairs      ", reflow.pairs(), "\n",
                     SettingLine("sampler", reflow.sampler()));
    stages_->Add(name, "push_forward", {last}, {settings, settings},
                 PairsWork(reflow, /*first=*/round == 1));
    return name;
  }

  // A training as it is shown, and as hashes know it.
  struct Trainings {
    const Training &shown, &known;
  };

  // `inputs` are the pairs and the last flow, which is one for a warm start.
  void AddRound(const std::string& name, const std::string& kind,
                const Reflow& reflow, const Trainings& train, Inputs inputs,
                StageWork work) {
    if (!reflow.warm_start()) inputs.pop_back();
    const std::string start =
        absl::StrCat("start      ", reflow.warm_start() ? "warm" : "new", "\n");
    stages_->Add(name, kind, std::move(inputs),
                 {start + SettingLine("train", train.shown),
                  start + SettingLine("train", train.known)},
                 std::move(work));
  }

  StageWork PairsWork(const Reflow& reflow, bool first) const {
    if (!trained_.lowered) return PlannedStage();
    const Experiment& e = experiment_;
    return MakePairsStage{ToOptions(e.source()),
                          first ? ToOptions(e.path()) : core::PathOptions(),
                          NetworkOf(e, facts_.dim),
                          ToOptions(reflow.sampler()),
                          PredictionOf(e.model()),
                          reflow.pairs()};
  }

  // On the line of each pair, whatever the path before.
  StageWork ReflowWork(const Reflow& reflow, const Training& train) const {
    if (!trained_.lowered) return PlannedStage();
    TrainVelocityStage work = parts_.OnLines(train);
    work.on_flow_pairs = true;
    work.warm_start = reflow.warm_start();
    return work;
  }

  StageWork DistillWork(const Reflow& reflow) const {
    StageWork work = ReflowWork(reflow, reflow.distill().train());
    auto* training = std::get_if<TrainVelocityStage>(&work);
    return training ? OneStep(*training) : work;
  }

  // Each round trains on from the last flow, by its velocities. The name of the
  // last flow.
  std::string AddAcceleration(const Acceleration& method,
                              const Acceleration& known, std::string last) {
    Acceleration pairs_alone = method;
    pairs_alone.clear_train();
    pairs_alone.clear_rounds();
    const std::string pairs = SettingLine("by", pairs_alone);
    for (int64_t round = 1; round <= method.rounds(); ++round) {
      const std::string name = absl::StrCat("train_acceleration_", round);
      stages_->Add(name, "train_velocity", {last},
                   {pairs + SettingLine("train", method.train()),
                    pairs + SettingLine("train", known.train())},
                   AccelerationWork(method));
      last = name;
    }
    return last;
  }

  StageWork AccelerationWork(const Acceleration& method) const {
    if (!trained_.lowered) return PlannedStage();
    TrainVelocityStage work = parts_.OnLines(method.train());
    work.coupling = ToOptions(method.coupling());
    work.warm_start = true;
    work.acceleration = method.alpha();
    return parts_.OverClients(std::move(work));
  }

  const Experiment& experiment_;
  const FlowMatching& known_method_;
  const TrainingParts parts_;
  const DataFacts& facts_;
  StageList* stages_;
  TrainedStages trained_;
};

}  // namespace

TrainedStages AddTrainingStages(const Experiment& experiment,
                                const Experiment& known, const DataFacts& facts,
                                StageList* stages) {
  return Adder(experiment, known, facts, stages).Add();
}

}  // namespace flow::lang
