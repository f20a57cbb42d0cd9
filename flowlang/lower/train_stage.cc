#include "flowlang/lower/train_stage.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "core/nn/make_network.h"
#include "core/path/make_path.h"
#include "core/train/acceleration_regression.h"
#include "core/train/dual_objective.h"
#include "core/train/local_gradient_source.h"
#include "core/train/loss_weight.h"
#include "core/train/make_gradient_source.h"
#include "core/train/make_objective.h"
#include "core/train/trainer.h"
#include "flowlang/lower/block_loss.h"
#include "flowlang/lower/coupling_watch.h"
#include "flowlang/lower/fixed_velocity.h"
#include "flowlang/lower/train_log.h"
#include "flowlang/lower/training_pairs.h"
#include "flowlang/lower/weights_file.h"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

absl::Status Warn(const std::string& text, const StageContext& context) {
  const std::string& name = context.stage().name;
  context.progress->OnWarning(name, text);
  return context.directory.Log(absl::StrCat(name, ": warning: ", text));
}

struct Training {
  std::unique_ptr<core::Trainer> trainer;
  std::shared_ptr<const CouplingWatch> couplings;
};

// What the training starts from: the weights that its last input left, where it
// starts warm, else those that the run's seed and the stage's name give.
absl::StatusOr<core::Parameters> InitialWeights(const TrainVelocityStage& work,
                                                const StageContext& context) {
  const Stage& stage = context.stage();
  if (work.warm_start) return LoadWeights(stage.inputs.back(), context);
  return core::MakeNetwork(work.network)
      ->Initialize(DeriveSeed(context.plan.seed, stage.name, "weights"));
}

absl::StatusOr<std::shared_ptr<const core::RegressionObjective>> ObjectiveOf(
    const TrainVelocityStage& work, const StageContext& context) {
  if (!work.acceleration) {
    return core::MakeObjective(work.path, work.prediction, work.train.weight);
  }
  FLOW_ASSIGN_OR_RETURN(auto fixed, LoadFixedVelocity(work, context));
  return std::make_shared<core::AccelerationRegression>(
      std::move(fixed), *work.acceleration,
      core::MakeTimeWeight(work.train.weight, work.path, work.prediction));
}

absl::StatusOr<std::shared_ptr<core::GradientSource>> GradientsOf(
    const TrainVelocityStage& work, const StageContext& context,
    std::shared_ptr<const core::Batches> batches) {
  if (work.dual) {
    auto objective = std::make_shared<core::DualObjective>(
        core::MakePath(work.path), *work.dual,
        core::MakeTimeWeight(work.train.weight, work.path, work.prediction));
    return std::make_shared<core::LocalGradientSource>(
        core::MakeNetwork(work.network), std::move(objective),
        std::move(batches), context.pool);
  }
  FLOW_ASSIGN_OR_RETURN(auto objective, ObjectiveOf(work, context));
  return core::MakeGradientSource(work.network, std::move(objective),
                                  std::move(batches), context.pool);
}

absl::StatusOr<Training> MakeTraining(const TrainVelocityStage& work,
                                      const StageContext& context) {
  const Seed seed = context.plan.seed;
  FLOW_ASSIGN_OR_RETURN(
      auto pairs, MakePairs(work, context,
                            DeriveSeed(seed, context.stage().name, "batch")));
  auto couplings = std::make_shared<CouplingWatch>(
      std::move(pairs),
      [context](const std::string& text) { return Warn(text, context); });
  FLOW_ASSIGN_OR_RETURN(auto gradients, GradientsOf(work, context, couplings));
  FLOW_ASSIGN_OR_RETURN(const core::Parameters initial,
                        InitialWeights(work, context));
  auto trainer = std::make_unique<core::Trainer>(
      work.train, initial, std::move(gradients), context.pool);
  return Training{std::move(trainer), std::move(couplings)};
}

// Seconds since it was made, and speed from the steps since then.
class Clock {
 public:
  Clock(int64_t first_step, int64_t batch)
      : start_(absl::Now()), first_step_(first_step), batch_(batch) {}

  double Seconds() const { return absl::ToDoubleSeconds(absl::Now() - start_); }
  double StepsPerSecond(int64_t step) const {
    return (step - first_step_) / std::max(Seconds(), 1e-9);
  }
  TrainProgress ProgressAt(const core::TrainLog& log, int64_t steps) const {
    const double speed = StepsPerSecond(log.step);
    return {log.step, steps, log.loss, speed * batch_,
            (steps - log.step) / std::max(speed, 1e-9)};
  }

 private:
  absl::Time start_;
  int64_t first_step_, batch_;
};

// Puts the trainer where the checkpoint is, if there is one.
absl::Status GoOn(const std::string& checkpoint, const Stage& stage,
                  core::Trainer* trainer) {
  if (!FileExists(checkpoint)) return absl::OkStatus();
  FLOW_ASSIGN_OR_RETURN(const auto saved, ReadStageTensors(checkpoint, stage));
  FLOW_RETURN_IF_ERROR(trainer->Restore(saved))
      << "while going on from '" << checkpoint << "'";
  return absl::OkStatus();
}

// `last` is the mean over the last tenth of the steps; beside it, where it is
// known, the least that it could be.
Json LossSummary(const TrainVelocityStage& work, double last, Seed seed) {
  Json summary = {{"last", last}};
  const std::optional<double> floor = BlockLossFloor(work, seed);
  if (floor) summary["floor"] = *floor;
  return summary;
}

}  // namespace

absl::StatusOr<Json> RunTrainStage(const TrainVelocityStage& work,
                                   const StageContext& context) {
  const std::string& name = context.stage().name;
  FLOW_ASSIGN_OR_RETURN(
      const std::string folder,
      context.directory.StageFolder(context.plan, context.index));
  const std::string checkpoint = JoinPath(folder, "checkpoint.safetensors");
  FLOW_ASSIGN_OR_RETURN(const Training training, MakeTraining(work, context));
  core::Trainer* const trainer = training.trainer.get();
  FLOW_RETURN_IF_ERROR(GoOn(checkpoint, context.stage(), trainer));
  const int64_t first_step = trainer->step();
  FLOW_RETURN_IF_ERROR(context.Announce(
      first_step > 0 ? absl::StrCat("going on from step ", first_step) : ""));
  FLOW_ASSIGN_OR_RETURN(
      TrainLogWriter curves,
      TrainLogWriter::Open(context.directory, name, first_step));
  const Clock clock(first_step, work.train.batch);
  core::TrainHooks hooks;
  hooks.on_log = [&](const core::TrainLog& log) {
    context.progress->OnTrain(name, clock.ProgressAt(log, work.train.steps));
    return curves.Write(log, training.couplings->last());
  };
  hooks.on_checkpoint = [&] {
    return WriteStageTensors(checkpoint, trainer->State(), context.stage());
  };
  FLOW_RETURN_IF_ERROR(trainer->Run(hooks));
  FLOW_RETURN_IF_ERROR(
      WriteTensors(JoinPath(folder, kWeightsFile), trainer->result(), {}));
  const int64_t steps = work.train.steps;
  FLOW_ASSIGN_OR_RETURN(TrainLogWriter::Summary summary,
                        curves.Summarise(steps - steps / 10));
  return Json{{"steps", steps},
              {"wall_seconds", clock.Seconds()},
              {"steps_per_second", clock.StepsPerSecond(trainer->step())},
              {"cost",
               {{"samples_per_second",
                 clock.StepsPerSecond(trainer->step()) * work.train.batch}}},
              {"loss", LossSummary(work, summary.last_loss, context.plan.seed)},
              {"coupling", std::move(summary.coupling)},
              {"resumed_at_step", first_step}};
}

}  // namespace flow::lang
