#include "flowlang/lower/flow_model.h"

#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "core/base/check.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "core/nn/make_field.h"
#include "core/nn/network_parts.h"
#include "core/ode/by_class.h"
#include "core/ode/guided_field.h"
#include "core/ode/ode_transport.h"
#include "core/ode/sde_transport.h"
#include "core/path/normal_part.h"
#include "core/path/prediction_field.h"
#include "core/path/schedule_change.h"
#include "core/path/signal_and_noise.h"
#include "datasets/make_distribution.h"
#include "flowlang/lower/weights_file.h"

namespace flow::lang {
namespace {

size_t IndexOf(const ExperimentPlan& plan, const std::string& stage) {
  for (size_t i = 0; i < plan.stages.size(); ++i) {
    if (plan.stages[i].name == stage) return i;
  }
  FLOW_CHECK(false) << "the plan has no stage " << stage;
  return 0;
}

core::GaussianSchedule ScheduleOf(const core::PathOptions& path) {
  return [path](double t) -> core::GaussianMix {
    const core::SignalAndNoise at = core::SignalAndNoiseAt(path, t);
    return {at.signal, at.signal_rate, at.noise, at.noise_rate};
  };
}

// Of the noise that the second output of a network is about.
core::GaussianSchedule ScoreScheduleOf(const core::PathOptions& path) {
  return [path](double t) -> core::GaussianMix {
    const core::SignalAndNoise at = core::NormalPartAt(path, t);
    return {at.signal, at.signal_rate, at.noise, at.noise_rate};
  };
}

// The path that is followed.
const core::PathOptions& PathOf(const SampleStage& work) {
  return work.along ? *work.along : work.path;
}

// What the network says, as the velocity along the path that is followed.
std::shared_ptr<const core::DivergenceField> VelocityOf(
    std::shared_ptr<const core::DivergenceField> network,
    const SampleStage& work) {
  std::shared_ptr<const core::DivergenceField> field = std::move(network);
  if (!core::IsVelocity(work.prediction)) {
    field = std::make_shared<core::PredictionField>(field, work.prediction,
                                                    work.path);
  }
  if (work.along) {
    field =
        std::make_shared<core::ScheduleChange>(field, work.path, *work.along);
  }
  return field;
}

// The velocity, or the second output as it is.
std::shared_ptr<const core::DivergenceField> FieldOf(
    const core::TrainedNetwork& network, int output, const SampleStage& work) {
  core::TrainedNetwork part = core::PartOfOutput(network, output);
  auto field = core::MakeField(part.options, std::move(part.parameters));
  return output == 0 ? VelocityOf(std::move(field), work) : field;
}

// What a network says of one class: a velocity and, if it learnt one, a score.
struct Outputs {
  std::shared_ptr<const core::DivergenceField> velocity, score;
};

absl::StatusOr<std::unique_ptr<core::Transport>> MakeTransport(
    const core::OdeOptions& options, const SampleStage& work, Outputs outputs,
    ThreadPool* pool) {
  return core::OdeTransport::Create(std::move(outputs.velocity), options, pool);
}

absl::StatusOr<std::unique_ptr<core::Transport>> MakeTransport(
    const core::SdeOptions& options, const SampleStage& work, Outputs outputs,
    ThreadPool* pool) {
  if (outputs.score != nullptr) {
    return core::SdeTransport::CreateScored(std::move(outputs.velocity),
                                            std::move(outputs.score), options,
                                            ScoreScheduleOf(work.path), pool);
  }
  if (!core::HasRisingRatio(PathOf(work))) {
    return absl::InvalidArgumentError(
        "a stochastic sampler needs a path on which the share of the target "
        "grows all the way");
  }
  return core::SdeTransport::Create(std::move(outputs.velocity), options,
                                    ScheduleOf(PathOf(work)), pool);
}

// One output of the network that the stage named `trained` left, for each
// class.
absl::StatusOr<core::FieldsByClass> LoadOutput(int output,
                                               const SampleStage& work,
                                               const std::string& trained,
                                               const StageContext& context) {
  FLOW_ASSIGN_OR_RETURN(const std::string folder,
                        context.directory.StageFolder(
                            context.plan, IndexOf(context.plan, trained)));
  FLOW_ASSIGN_OR_RETURN(TensorFile weights,
                        ReadTensors(JoinPath(folder, "weights.safetensors")));
  const core::TrainedNetwork network = {work.network,
                                        std::move(weights.tensors)};
  const int64_t classes = core::NumClasses(work.network);
  if (classes == 0) return core::FieldsByClass{FieldOf(network, output, work)};
  const auto field_of_class = [&](int64_t label) {
    return FieldOf(core::PartOfClass(network, label), output, work);
  };
  core::FieldsByClass fields;
  for (int64_t label = 0; label < classes; ++label) {
    fields.push_back(field_of_class(label));
    if (work.guidance == 1) continue;
    fields.back() = std::make_shared<core::GuidedField>(
        fields.back(), field_of_class(core::kHiddenLabel), work.guidance);
  }
  return fields;
}

}  // namespace

const Stage& StageNamed(const ExperimentPlan& plan, const std::string& name) {
  return plan.stages[IndexOf(plan, name)];
}

absl::StatusOr<core::FieldsByClass> LoadFields(const SampleStage& work,
                                               const std::string& trained,
                                               const StageContext& context) {
  return LoadOutput(0, work, trained, context);
}

absl::StatusOr<std::unique_ptr<core::Transport>> LoadTransport(
    const SampleStage& work, const std::string& trained,
    const StageContext& context) {
  FLOW_ASSIGN_OR_RETURN(const core::FieldsByClass fields,
                        LoadFields(work, trained, context));
  core::FieldsByClass scores(fields.size());  // null where none is learnt
  if (work.prediction == core::Prediction::kVelocityAndScore) {
    FLOW_ASSIGN_OR_RETURN(scores, LoadOutput(1, work, trained, context));
  }
  std::vector<std::unique_ptr<core::Transport>> transports;
  for (size_t i = 0; i < fields.size(); ++i) {
    const auto make = [&](const auto& options) {
      return MakeTransport(options, work, {fields[i], scores[i]}, context.pool);
    };
    FLOW_ASSIGN_OR_RETURN(auto transport, std::visit(make, work.sampler));
    transports.push_back(std::move(transport));
  }
  if (transports.size() == 1) return std::move(transports[0]);
  return std::make_unique<core::ByClassTransport>(std::move(transports));
}

absl::StatusOr<Ends> MakeEnds(const SampleStage& work, Seed run_seed) {
  Ends ends;
  FLOW_ASSIGN_OR_RETURN(
      ends.source, datasets::MakeDistribution(
                       work.source, DeriveSeed(run_seed, "data", "source")));
  FLOW_ASSIGN_OR_RETURN(
      ends.target, datasets::MakeDistribution(
                       work.target, DeriveSeed(run_seed, "data", "target")));
  return ends;
}

}  // namespace flow::lang
