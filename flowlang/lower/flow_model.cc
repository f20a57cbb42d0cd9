#include "flowlang/lower/flow_model.h"

#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/device/device_transport.h"
#include "core/device/recordable.h"
#include "core/nn/make_field.h"
#include "core/nn/make_network.h"
#include "core/nn/network_parts.h"
#include "core/ode/by_class.h"
#include "core/ode/chain.h"
#include "core/ode/guided_field.h"
#include "core/ode/log_time_field.h"
#include "core/ode/ode_transport.h"
#include "core/ode/reversed_field.h"
#include "core/ode/sde_transport.h"
#include "core/ode/solve_tile.h"
#include "core/path/normal_part.h"
#include "core/path/prediction_field.h"
#include "core/path/schedule_change.h"
#include "core/path/signal_and_noise.h"
#include "field_matching/field_line_transport.h"
#include "field_matching/learnt_field.h"
#include "flowlang/lower/shared_stage.h"
#include "flowlang/lower/weights_file.h"

namespace flow::lang {
namespace {

core::GaussianSchedule ScheduleOf(
    core::SignalAndNoise (*at)(const core::PathOptions&, double),
    const core::PathOptions& path) {
  return [at, path](double t) -> core::GaussianMix {
    const core::SignalAndNoise mix = at(path, t);
    return {mix.signal, mix.signal_rate, mix.noise, mix.noise_rate};
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

// What a network says of one class: a velocity and, if it learnt them, a score
// and the velocity of the way back.
struct Outputs {
  std::shared_ptr<const core::DivergenceField> velocity, score, back;
  std::shared_ptr<const field_matching::Field> field;  // if it learnt one
};

// Of a field.
Outputs OutputsOfField(const core::TrainedNetwork& network,
                       const field_matching::FieldOptions& options) {
  Outputs outputs;
  field_matching::Directions directions;
  if (options.regressed == field_matching::Regressed::kVelocity) {
    outputs.velocity = core::MakeField(network.options, network.parameters);
    directions = field_matching::DirectionsOf(outputs.velocity, options.gap);
  } else {
    directions = [of = core::MakeNetwork(network.options),
                  parameters = network.parameters](const at::Tensor& x_bd,
                                                   const at::Tensor& t_b) {
      return of->Outputs(parameters, {x_bd, t_b});
    };
    outputs.velocity = std::make_shared<field_matching::FlowOfDirections>(
        directions, options.gap);
  }
  outputs.field = std::make_shared<field_matching::LearntField>(
      std::move(directions), options.gap);
  return outputs;
}

Outputs OutputsOf(const core::TrainedNetwork& network,
                  const SampleStage& work) {
  if (work.field) return OutputsOfField(network, *work.field);
  const auto field_of = [&](int output) {
    core::TrainedNetwork part = core::PartOfOutput(network, output);
    return core::MakeField(part.options, std::move(part.parameters));
  };
  Outputs outputs = {VelocityOf(field_of(0), work)};
  if (std::holds_alternative<core::MlpPairOptions>(network.options)) {
    outputs.back =
        VelocityOf(std::make_shared<core::ReversedField>(field_of(1)), work);
  }
  if (work.prediction == core::Prediction::kVelocityAndScore) {
    outputs.score = field_of(1);
  }
  return outputs;
}

Outputs Guide(const Outputs& of_class, const Outputs& of_none, double weight) {
  const auto guide = [weight](const auto& given, const auto& none) {
    return std::make_shared<core::GuidedField>(given, none, weight);
  };
  Outputs guided = {guide(of_class.velocity, of_none.velocity)};
  if (of_class.score) guided.score = guide(of_class.score, of_none.score);
  return guided;
}

// Whether a device computes the network, and not the host, which follows the
// lines of fields.
bool IsOnDevice(const SampleStage& work, const StageContext& context) {
  return context.device != nullptr && !work.field &&
         core::IsRecordable(work.network);
}

absl::StatusOr<std::unique_ptr<core::Transport>> MakeTransport(
    const core::OdeOptions& options, const SampleStage& work, Outputs outputs,
    const StageContext& context) {
  std::shared_ptr<const core::VelocityField> field =
      std::move(outputs.velocity);
  if (work.log_time_until > 0) {
    field = std::make_shared<core::LogTimeField>(field, work.log_time_until);
  }
  FLOW_ASSIGN_OR_RETURN(
      std::unique_ptr<core::Transport> on_host,
      core::OdeTransport::Create(field, options, context.pool));
  std::optional<core::FixedSteps> steps = core::FixedStepsOf(options);
  if (!steps || !IsOnDevice(work, context)) return on_host;
  return std::make_unique<core::DeviceTransport>(
      std::move(field), *std::move(steps), std::move(on_host), context.device);
}

absl::StatusOr<std::unique_ptr<core::Transport>> MakeTransport(
    const core::SdeOptions& options, const SampleStage& work, Outputs outputs,
    const StageContext& context) {
  if (outputs.score != nullptr) {
    return core::SdeTransport::CreateScored(
        std::move(outputs.velocity), std::move(outputs.score), options,
        ScheduleOf(core::NormalPartAt, work.path), context.pool);
  }
  if (!core::HasRisingRatio(PathOf(work))) {
    return absl::InvalidArgumentError(
        "a stochastic sampler needs a path on which the share of the target "
        "grows all the way");
  }
  return core::SdeTransport::Create(
      std::move(outputs.velocity), options,
      ScheduleOf(core::SignalAndNoiseAt, PathOf(work)), context.pool);
}

absl::StatusOr<std::unique_ptr<core::Transport>> MakeTransport(
    const core::FieldLineOptions& options, const SampleStage& work,
    Outputs outputs, const StageContext& context) {
  FLOW_CHECK(outputs.field != nullptr) << "the checks require a field";
  return std::make_unique<field_matching::FieldLineTransport>(
      std::move(outputs.field), work.field->gap, options, context.pool);
}

// Of each class, or of the only one.
absl::StatusOr<std::vector<Outputs>> LoadOutputs(const SampleStage& work,
                                                 const std::string& trained,
                                                 const StageContext& context) {
  core::TrainedNetwork network = {work.network, {}};
  FLOW_ASSIGN_OR_RETURN(network.parameters, LoadWeights(trained, context));
  if (IsOnDevice(work, context)) {
    for (core::NamedTensor& p : network.parameters) {
      p.value = p.value.to(context.device->torch());
    }
  }
  const int64_t classes = core::NumClasses(work.network);
  if (classes == 0) return std::vector<Outputs>{OutputsOf(network, work)};
  const auto of_class = [&](int64_t label) {
    return OutputsOf(core::PartOfClass(network, label), work);
  };
  std::vector<Outputs> outputs;
  for (int64_t k = 0; k < classes; ++k) outputs.push_back(of_class(k));
  if (work.guidance == 1) return outputs;
  const Outputs of_none = of_class(core::kHiddenLabel);
  for (Outputs& o : outputs) o = Guide(o, of_none, work.guidance);
  return outputs;
}

// The parts of a flow from source to target, each of its classes or of the only
// one.
using Parts = std::vector<std::vector<Outputs>>;

absl::StatusOr<Parts> LoadParts(const SampleStage& work,
                                const std::vector<std::string>& trained,
                                const StageContext& context) {
  Parts parts;
  for (const std::string& name : trained) {
    FLOW_ASSIGN_OR_RETURN(std::vector<Outputs> outputs,
                          LoadOutputs(work, name, context));
    if (!work.classes_are_blocks) {
      parts.push_back(std::move(outputs));
      continue;
    }
    // the last block is the one that starts from the source
    for (auto block = outputs.rbegin(); block != outputs.rend(); ++block) {
      parts.push_back({*block});
    }
  }
  return parts;
}

absl::StatusOr<std::unique_ptr<core::Transport>> TransportOf(
    const SampleStage& work, const std::vector<Outputs>& outputs,
    const StageContext& context) {
  std::vector<std::unique_ptr<core::Transport>> transports;
  for (const Outputs& o : outputs) {
    const auto make = [&](const auto& options) {
      return MakeTransport(options, work, o, context);
    };
    FLOW_ASSIGN_OR_RETURN(auto transport, std::visit(make, work.sampler));
    transports.push_back(ShareTransport(std::move(transport), context));
  }
  if (transports.size() == 1) return std::move(transports[0]);
  return std::make_unique<core::ByClassTransport>(std::move(transports));
}

}  // namespace

absl::StatusOr<Fields> LoadFields(const SampleStage& work,
                                  const std::vector<std::string>& trained,
                                  const StageContext& context) {
  FLOW_ASSIGN_OR_RETURN(const Parts parts, LoadParts(work, trained, context));
  Fields fields;
  for (const std::vector<Outputs>& outputs : parts) {
    core::FieldsByClass there, back;
    for (const Outputs& o : outputs) {
      there.push_back(o.velocity);
      if (o.back) back.push_back(o.back);
    }
    fields.there.push_back(std::move(there));
    if (!back.empty()) fields.back.push_back(std::move(back));
  }
  return fields;
}

absl::StatusOr<std::unique_ptr<core::Transport>> LoadTransport(
    const SampleStage& work, const std::vector<std::string>& trained,
    const StageContext& context) {
  FLOW_ASSIGN_OR_RETURN(const Parts parts, LoadParts(work, trained, context));
  std::vector<std::unique_ptr<core::Transport>> transports;
  for (const std::vector<Outputs>& outputs : parts) {
    FLOW_ASSIGN_OR_RETURN(auto transport, TransportOf(work, outputs, context));
    transports.push_back(std::move(transport));
  }
  if (transports.size() == 1) return std::move(transports[0]);
  return std::make_unique<core::ChainTransport>(std::move(transports));
}

}  // namespace flow::lang
