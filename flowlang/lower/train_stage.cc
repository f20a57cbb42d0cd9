#include "flowlang/lower/train_stage.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "core/coupling/make_coupling.h"
#include "core/nn/make_network.h"
#include "core/path/make_path.h"
#include "core/train/batch.h"
#include "core/train/local_gradient_source.h"
#include "core/train/trainer.h"
#include "core/train/velocity_regression.h"
#include "datasets/make_distribution.h"
#include "flowlang/lower/train_log.h"
#include "flowlang/lower/weights_file.h"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

absl::StatusOr<std::unique_ptr<core::Trainer>> MakeTrainer(
    const TrainVelocityStage& work, const StageContext& context) {
  const Seed seed = context.plan.seed;
  FLOW_ASSIGN_OR_RETURN(auto source,
                        datasets::MakeDistribution(
                            work.source, DeriveSeed(seed, "data", "source")));
  FLOW_ASSIGN_OR_RETURN(auto target,
                        datasets::MakeDistribution(
                            work.target, DeriveSeed(seed, "data", "target")));
  auto network = core::MakeNetwork(work.network);
  auto path = core::MakePath(work.path);
  auto batches = std::make_shared<core::BatchSource>(
      std::move(source), std::move(target), core::MakeCoupling(work.coupling),
      core::BatchOptions{.size = work.train.batch, .noise = path->uses_noise()},
      DeriveSeed(seed, context.stage().name, "batch"));
  auto gradients = std::make_shared<core::LocalGradientSource>(
      network, std::make_shared<core::VelocityRegression>(std::move(path)),
      std::move(batches), context.pool);
  const core::Parameters initial =
      network->Initialize(DeriveSeed(seed, context.stage().name, "weights"));
  return std::make_unique<core::Trainer>(work.train, initial,
                                         std::move(gradients));
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
  FLOW_ASSIGN_OR_RETURN(auto trainer, MakeTrainer(work, context));
  FLOW_RETURN_IF_ERROR(GoOn(checkpoint, context.stage(), trainer.get()));
  const int64_t first_step = trainer->step();
  FLOW_RETURN_IF_ERROR(Announce(first_step, context));
  FLOW_ASSIGN_OR_RETURN(
      TrainLogWriter curves,
      TrainLogWriter::Open(context.directory, name, first_step));
  const Clock clock(first_step, work.train.batch);
  core::TrainHooks hooks;
  hooks.on_log = [&](const core::TrainLog& log) {
    context.progress->OnTrain(name, clock.ProgressAt(log, work.train.steps));
    return curves.Write(log);
  };
  hooks.on_checkpoint = [&] {
    return WriteTensors(checkpoint, trainer->State(),
                        {{kStageHash, context.stage().hash}});
  };
  FLOW_RETURN_IF_ERROR(trainer->Run(hooks));
  FLOW_RETURN_IF_ERROR(WriteTensors(JoinPath(folder, "weights.safetensors"),
                                    trainer->result(), {}));
  return Json{{"steps", work.train.steps},
              {"wall_seconds", clock.Seconds()},
              {"steps_per_second", clock.StepsPerSecond(trainer->step())},
              {"resumed_at_step", first_step}};
}

}  // namespace flow::lang
