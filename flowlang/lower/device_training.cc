#include "flowlang/lower/device_training.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "core/device/device_step.h"
#include "core/device/recordable.h"
#include "core/train/make_batch_gradient.h"
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

TrainingRun MakeDeviceTraining(const TrainVelocityStage& work,
                               const TrainedWeights& trained,
                               std::shared_ptr<const core::Batches> problems,
                               const StageContext& context) {
  core::Parameters initial = trained.initial();
  for (core::NamedTensor& weight : initial) {
    weight.value = weight.value.to(context.device->torch());
  }
  auto rule = std::make_unique<core::DeviceStep>(
      work.train, core::CountNumbers(initial),
      core::MakeTrainedNetwork(work.network, work.train.precision),
      std::move(problems), context.device, context.processes.devices);
  return {.train = work.train,
          .trained = trained,
          .trainer = std::make_unique<core::Trainer>(work.train, initial,
                                                     std::move(rule)),
          .group = context.processes.group,
          .pairs_a_step = work.train.batch};
}

}  // namespace flow::lang
