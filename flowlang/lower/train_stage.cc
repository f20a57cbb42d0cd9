#include "flowlang/lower/train_stage.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "core/coupling/make_coupling.h"
#include "core/nn/make_network.h"
#include "core/path/path_facts.h"
#include "core/train/batch.h"
#include "core/train/make_gradient_source.h"
#include "core/train/make_objective.h"
#include "core/train/prefetched_batches.h"
#include "core/train/trainer.h"
#include "datasets/make_distribution.h"
#include "flowlang/lower/coupling_watch.h"
#include "flowlang/lower/semidiscrete_stage.h"
#include "flowlang/lower/train_log.h"
#include "flowlang/lower/weights_file.h"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

absl::StatusOr<std::shared_ptr<const core::Coupling>> MakeCouplingOf(
    const core::CouplingOptions& options, const StageContext& context) {
  if (!std::holds_alternative<core::SemidiscreteOptions>(options)) {
    return core::MakeCoupling(options);
  }
  const size_t fitted = context.IndexOf(context.stage().inputs[0]);
  FLOW_ASSIGN_OR_RETURN(const std::string folder,
                        context.directory.StageFolder(context.plan, fitted));
  FLOW_ASSIGN_OR_RETURN(core::WeightedTargets targets, LoadTargets(folder));
  return core::MakeCoupling(options, std::move(targets));
}

int64_t CoupledAtOnce(const core::CouplingOptions& options) {
  const auto* ot = std::get_if<core::MinibatchOtOptions>(&options);
  return ot == nullptr ? 0 : ot->batch.value_or(0);
}

// What costs something is made ahead where there is a thread for it.
std::shared_ptr<const core::Batches> MadeAhead(
    std::shared_ptr<const core::Batches> batches, bool is_costly, int64_t steps,
    const StageContext& context) {
  if (!is_costly || context.pool->threads() < 2) return batches;
  return std::make_shared<core::PrefetchedBatches>(std::move(batches), steps);
}

absl::Status Warn(const std::string& text, const StageContext& context) {
  const std::string& name = context.stage().name;
  context.progress->OnWarning(name, text);
  return context.directory.Log(absl::StrCat(name, ": warning: ", text));
}

struct Training {
  std::unique_ptr<core::Trainer> trainer;
  std::shared_ptr<const CouplingWatch> couplings;
};

absl::StatusOr<Training> MakeTraining(const TrainVelocityStage& work,
                                      const StageContext& context) {
  const Seed seed = context.plan.seed;
  FLOW_ASSIGN_OR_RETURN(auto source,
                        datasets::MakeDistribution(
                            work.source, DeriveSeed(seed, "data", "source")));
  FLOW_ASSIGN_OR_RETURN(auto target,
                        datasets::MakeDistribution(
                            work.target, DeriveSeed(seed, "data", "target")));
  FLOW_ASSIGN_OR_RETURN(auto coupling, MakeCouplingOf(work.coupling, context));
  const bool is_costly = coupling->is_costly();
  auto batches = std::make_shared<core::BatchSource>(
      std::move(source), std::move(target), std::move(coupling),
      core::BatchOptions{.size = work.train.batch,
                         .noise = core::UsesNoise(work.path),
                         .coupled = CoupledAtOnce(work.coupling),
                         .time_law = work.train.time_law,
                         .times_per_pair = work.train.times_per_pair},
      DeriveSeed(seed, context.stage().name, "batch"));
  auto couplings = std::make_shared<CouplingWatch>(
      MadeAhead(std::move(batches), is_costly, work.train.steps, context),
      [context](const std::string& text) { return Warn(text, context); });
  auto gradients = core::MakeGradientSource(
      work.network,
      core::MakeObjective(work.path, work.prediction, work.train.weight),
      couplings, context.pool);
  const core::Parameters initial =
      core::MakeNetwork(work.network)
          ->Initialize(DeriveSeed(seed, context.stage().name, "weights"));
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

constexpr char kStageHash[] = "stage_hash";

// Puts the trainer where the checkpoint is, if there is one.
absl::Status GoOn(const std::string& checkpoint, const Stage& stage,
                  core::Trainer* trainer) {
  if (!FileExists(checkpoint)) return absl::OkStatus();
  FLOW_ASSIGN_OR_RETURN(const TensorFile saved, ReadTensors(checkpoint));
  const auto hash = saved.metadata.find(kStageHash);
  FLOW_RETURN_IF_ERROR(RunDirectory::CheckMadeBy(
      stage, hash == saved.metadata.end() ? "" : hash->second, checkpoint));
  FLOW_RETURN_IF_ERROR(trainer->Restore(saved.tensors))
      << "while going on from '" << checkpoint << "'";
  return absl::OkStatus();
}

absl::Status Announce(int64_t step, const StageContext& context) {
  const std::string& name = context.stage().name;
  const std::string note =
      step > 0 ? absl::StrCat("going on from step ", step) : "";
  context.progress->OnStage(name, note);
  return context.directory.Log(note.empty() ? name
                                            : absl::StrCat(name, ": ", note));
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
  FLOW_RETURN_IF_ERROR(Announce(first_step, context));
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
    return WriteTensors(checkpoint, trainer->State(),
                        {{kStageHash, context.stage().hash}});
  };
  FLOW_RETURN_IF_ERROR(trainer->Run(hooks));
  FLOW_RETURN_IF_ERROR(WriteTensors(JoinPath(folder, "weights.safetensors"),
                                    trainer->result(), {}));
  FLOW_ASSIGN_OR_RETURN(Json coupling, curves.CouplingSummary());
  return Json{{"steps", work.train.steps},
              {"wall_seconds", clock.Seconds()},
              {"steps_per_second", clock.StepsPerSecond(trainer->step())},
              {"coupling", std::move(coupling)},
              {"resumed_at_step", first_step}};
}

}  // namespace flow::lang
