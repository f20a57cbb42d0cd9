#include "flowlang/lower/device_training.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "core/device/device_problems.h"
#include "core/device/device_step.h"
#include "core/device/recordable.h"
#include "core/train/make_batch_gradient.h"
#include "core/train/prefetched_batches.h"
#include "core/train/trainer.h"

namespace flow::lang {
namespace {

// Why no device trains this; empty if one does.
std::optional<std::string> WhyNot(const TrainVelocityStage& work) {
  if (work.federation) return "clients of a federation train on the processor";
  if (work.dual) return "a pair of networks has a loss of its own";
  if (!core::IsRecordable(work.network)) {
    return "'icnn' solves an equation, which asks for numbers";
  }
  if (work.fine_tuning && !std::holds_alternative<core::AllWeightsOptions>(
                              work.fine_tuning->trained)) {
    return "what stands for the weights, 'low_rank' or 'proxy', trains on the "
           "processor";
  }
  return std::nullopt;
}

// Threads that make stretches ahead, each of which waits there with two points
// for each of its rows: the ends of a pair, or one on the path and a target.
int ThreadsAhead(const TrainVelocityStage& work, const StageContext& context) {
  constexpr int64_t kBytes = int64_t{1} << 30;
  int64_t rows = work.train.batch * work.train.times_per_pair;
  if (const auto* ot = std::get_if<core::MinibatchOtOptions>(&work.coupling)) {
    rows = std::max(rows, ot->batch.value_or(0));
  }
  const int64_t of_stretch = 2 * rows * context.plan.dim * sizeof(float);
  return static_cast<int>(
      std::clamp<int64_t>(kBytes / of_stretch, 1, context.pool->threads()));
}

}  // namespace

absl::Status CheckForDevice(const ExperimentPlan& plan,
                            const core::Device& device) {
  for (const Stage& stage : plan.stages) {
    const auto* work = std::get_if<TrainVelocityStage>(&stage.work);
    if (work == nullptr) continue;
    const std::optional<std::string> why = WhyNot(*work);
    if (!why) continue;
    return absl::InvalidArgumentError(absl::StrCat("the stage '", stage.name,
                                                   "' cannot train on ",
                                                   device.name(), ": ", *why));
  }
  return absl::OkStatus();
}

std::shared_ptr<const core::Batches> MakeDeviceProblems(
    const TrainVelocityStage& work, std::shared_ptr<const core::Batches> pairs,
    std::shared_ptr<const core::RegressionObjective> objective,
    const StageContext& context) {
  return std::make_shared<core::PrefetchedBatches>(
      std::make_shared<core::DeviceProblems>(
          std::move(pairs), std::move(objective), context.device),
      work.train.steps, ThreadsAhead(work, context));
}

TrainingRun MakeDeviceTraining(
    const TrainVelocityStage& work, const TrainedWeights& trained,
    std::shared_ptr<const core::RegressionObjective> objective,
    std::shared_ptr<const core::Batches> problems,
    const StageContext& context) {
  core::Parameters initial = trained.initial();
  for (core::NamedTensor& weight : initial) {
    weight.value = weight.value.to(context.device->torch());
  }
  auto rule = std::make_unique<core::DeviceStep>(
      work.train, core::CountNumbers(initial),
      core::MakeTrainedNetwork(work.network, work.train.precision),
      std::move(objective), std::move(problems), context.device,
      context.processes.devices);
  return {.train = work.train,
          .trained = trained,
          .trainer = std::make_unique<core::Trainer>(work.train, initial,
                                                     std::move(rule)),
          .group = context.processes.group,
          .pairs_a_step = work.train.batch};
}

}  // namespace flow::lang
