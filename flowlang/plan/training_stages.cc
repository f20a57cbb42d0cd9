#include "flowlang/plan/training_stages.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "flowlang/plan/convert.h"
#include "flowlang/plan/estimate.h"
#include "flowlang/plan/message_text.h"
#include "flowlang/plan/privacy_text.h"
#include "flowlang/rules/planned.h"
#include "local_flow/step_sizes.h"

namespace flow::lang {
namespace {

using Inputs = std::vector<std::string>;

// What every training of the experiment rests on.
std::string DescribeData(const Experiment& e) {
  std::string text =
      SettingLine("source", e.source()) + SettingLine("target", e.target()) +
      SettingLine("path", e.path()) + SettingLine("coupling", e.coupling()) +
      SettingLine("method", e.method()) + SettingLine("model", e.model());
  if (e.has_federation()) text += SettingLine("federation", e.federation());
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
  return model.mlp().executor() == Mlp::LIBTORCH
             ? "executor   libtorch: the model asks for it\n"
             : "executor   kernels: a perceptron on a CPU\n";
}

// The blocks of a chain, the free one included.
int64_t NumBlocks(const LocalFlow& local_flow) {
  const StepSizes& steps = local_flow.steps();
  switch (steps.kind_case()) {
    case StepSizes::kGeometric:
      return steps.geometric().count() + 1;
    case StepSizes::kExplicit:
      return steps.explicit_().size_size() + 1;
    case StepSizes::kCosine:
      return steps.cosine().count() + 1;
    case StepSizes::kLinear:
      return steps.linear().count() + 1;
    case StepSizes::kFromData:
      return steps.from_data().count() + 1;
    case StepSizes::KIND_NOT_SET:
      break;
  }
  return 1;
}

class Adder {
 public:
  Adder(const Experiment& experiment, const Experiment& known,
        const DataFacts& facts, StageList* stages)
      : experiment_(experiment),
        flow_(FlowAlone(experiment)),
        known_(FlowAlone(known)),
        known_method_(known.method().flow_matching()),
        facts_(facts),
        stages_(stages) {
    trained_.lowered = IsLowered(experiment);
  }

  TrainedStages Add() {
    switch (experiment_.method().kind_case()) {
      case Method::kLocalFlow:
        AddLocalFlow(experiment_.method().local_flow());
        break;
      case Method::kFieldMatching:
        AddPlanned("train_field", "train_field", {});
        trained_.flow = {"train_field"};
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
                 {Describe(flow_) + Consequences(), Describe(known_)},
                 PlannedStage());
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
                 {describe(flow_), describe(known_)}, PotentialWork());
  }

  StageWork PotentialWork() const {
    const Experiment& e = experiment_;
    if (!trained_.lowered || !e.coupling().has_semidiscrete()) {
      return PlannedStage();
    }
    return FitSemidiscreteStage{EndsOf(e), std::get<core::SemidiscreteOptions>(
                                               ToOptions(e.coupling()))};
  }

  static std::string Describe(const Experiment& e) {
    return DescribeData(e) + SettingLine("train", e.train());
  }

  // What follows from the settings, for a person.
  std::string Consequences() const {
    std::string text = ExecutorLine(experiment_) +
                       PrivacyLine(experiment_, facts_.target_points);
    if (const auto estimate = EstimateCost(experiment_, facts_.dim)) {
      text += EstimateLine(*estimate);
    }
    return text;
  }

  void AddFlowMatching(const FlowMatching& method) {
    Inputs before;
    if (experiment_.coupling().has_semidual() ||
        experiment_.coupling().has_semidiscrete()) {
      AddPotential();
      before.push_back("train_potential");
    }
    AddVelocity(std::move(before));
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

  void AddVelocity(Inputs before) {
    if (!trained_.lowered) {
      return AddPlanned("train_velocity", "train_velocity", std::move(before));
    }
    const Experiment& e = experiment_;
    TrainVelocityStage work = OnLines(e.train());
    work.path = ToOptions(e.path());
    work.coupling = ToOptions(e.coupling());
    work.label_drop = e.model().mlp().condition().drop();
    const FlowMatching& method = e.method().flow_matching();
    if (method.has_dual()) work.dual = ToOptions(method.dual());
    stages_->Add("train_velocity", "train_velocity", std::move(before),
                 {Describe(flow_) + Consequences(), Describe(known_)},
                 std::move(work));
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

  // A training on the lines of independent pairs.
  TrainVelocityStage OnLines(const Training& train) const {
    const Experiment& e = experiment_;
    return {EndsOf(e),
            core::LinearPathOptions(),
            core::IndependentOptions(),
            NetworkOf(e, facts_.dim),
            ToOptions(train),
            PredictionOf(e.model())};
  }

  // On the line of each pair, whatever the path before.
  StageWork ReflowWork(const Reflow& reflow, const Training& train) const {
    if (!trained_.lowered) return PlannedStage();
    TrainVelocityStage work = OnLines(train);
    work.on_flow_pairs = true;
    work.warm_start = reflow.warm_start();
    return work;
  }

  // x + v(x, 0) is the map, so that no other time is trained.
  static TrainVelocityStage OneStep(TrainVelocityStage work) {
    work.train.time_law = core::StartTimeOptions();
    work.train.weight = core::ConstantWeightOptions();
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
    TrainVelocityStage work = OnLines(method.train());
    work.coupling = ToOptions(method.coupling());
    work.warm_start = true;
    work.acceleration = method.alpha();
    return work;
  }

  // What the plan knows of every block's diffusion; that of the last, the free
  // one, keeps nothing. Empty where no trainer does it.
  std::vector<local_flow::Diffusion> Diffusions(const LocalFlow& method) const {
    std::vector<local_flow::Diffusion> diffusions;
    if (!trained_.lowered) return diffusions;
    for (const double size : local_flow::StepSizes(ToOptions(method.steps()))) {
      diffusions.push_back(local_flow::DiffusionOf(size));
    }
    diffusions.emplace_back();
    return diffusions;
  }

  // What follows the number of a block.
  std::string StepText(const LocalFlow& method, int64_t n) const {
    if (n == NumBlocks(method)) return ", free: to the source";
    if (!trained_.lowered) return "";
    return absl::StrFormat(
        ", a step of %.4g",
        local_flow::StepSizes(ToOptions(method.steps()))[n - 1]);
  }

  void AddLocalFlow(const LocalFlow& method) {
    const int64_t blocks = NumBlocks(method);
    const std::string push = SettingLine("push", method.push());
    const std::vector<local_flow::Diffusion> diffusions = Diffusions(method);
    const auto work = [&](int64_t n, auto of_block) -> StageWork {
      if (!trained_.lowered) return PlannedStage();
      return (this->*of_block)(method, BlockOf(method, diffusions[n - 1]), n);
    };
    for (int64_t n = 1; n <= blocks; ++n) {
      const std::string which = absl::StrCat("block      ", n, " of ", blocks,
                                             StepText(method, n), "\n");
      const std::string train = absl::StrCat("train_block_", n);
      const std::string settings =
          n == 1 ? Describe(flow_) + Consequences() : "as train_block_1\n";
      Inputs before;
      if (n > 1) before.push_back(absl::StrCat("push_block_", n - 1));
      Inputs inputs = before;
      if (n > 1 && method.warm_start()) {
        inputs.push_back(absl::StrCat("train_block_", n - 1));
      }
      stages_->Add(train, "train_velocity", std::move(inputs),
                   {which + settings, which + Describe(known_)},
                   work(n, &Adder::BlockTraining));
      // what generates begins with the last
      trained_.flow.insert(trained_.flow.begin(), train);
      if (n == blocks && !method.has_distill()) return;
      before.push_back(train);
      stages_->Add(absl::StrCat("push_block_", n), "push_forward",
                   std::move(before), {which + push, which + push},
                   work(n, &Adder::BlockPush));
    }
    AddGroups(method.distill(), blocks);
  }

  ChainBlock BlockOf(const LocalFlow& method,
                     const local_flow::Diffusion& diffusion) const {
    return {{diffusion, ToOptions(method.coupling())}, PoolOf(method)};
  }

  // A finite target may have less than the default.
  int64_t PoolOf(const LocalFlow& method) const {
    return std::min(method.pool(),
                    facts_.target_points.value_or(method.pool()));
  }

  StageWork BlockTraining(const LocalFlow& method, ChainBlock block,
                          int64_t n) const {
    TrainVelocityStage work = OnLines(experiment_.train());
    work.path = ToOptions(experiment_.path());
    work.block = std::move(block);
    work.warm_start = n > 1 && method.warm_start();
    return work;
  }

  StageWork BlockPush(const LocalFlow& method, ChainBlock block,
                      int64_t n) const {
    const Experiment& e = experiment_;
    return PushBlockStage{EndsOf(e), ToOptions(e.path()),
                          NetworkOf(e, facts_.dim), ToOptions(method.push()),
                          std::move(block)};
  }

  // A one-step map for each group of blocks, from the pool behind it to the
  // pool before it.
  void AddGroups(const Distillation& distill, int64_t blocks) {
    int64_t group = 1;
    for (int64_t first = 1; first <= blocks;
         first += distill.blocks_per_group(), ++group) {
      const int64_t last =
          std::min(blocks, first + distill.blocks_per_group() - 1);
      Inputs inputs;
      if (first > 1) inputs.push_back(absl::StrCat("push_block_", first - 1));
      inputs.push_back(absl::StrCat("push_block_", last));
      const std::string name = absl::StrCat("distill_group_", group);
      const std::string settings =
          absl::StrCat("blocks     ", first, " to ", last, "\n",
                       SettingLine("distill", distill));
      stages_->Add(name, "distill", std::move(inputs), {settings, settings},
                   GroupWork(distill));
      // what generates begins with the last
      trained_.distilled.insert(trained_.distilled.begin(), name);
    }
  }

  StageWork GroupWork(const Distillation& distill) const {
    if (!trained_.lowered) return PlannedStage();
    TrainVelocityStage work = OneStep(OnLines(distill.train()));
    work.pool_of_group = PoolOf(experiment_.method().local_flow());
    return work;
  }

  const Experiment& experiment_;
  const Experiment flow_, known_;  // without what later stages alone read
  const FlowMatching& known_method_;
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
