#include "core/ode/sde_transport.h"

#include <cmath>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/ode/push_tiles.h"
#include "core/ode/stochastic_solver.h"

namespace flow::core {
namespace {

StochasticMethod MethodOf(const EulerMaruyamaOptions&) {
  return StochasticMethod::kEulerMaruyama;
}
StochasticMethod MethodOf(const StochasticHeunOptions&) {
  return StochasticMethod::kHeun;
}

using Coefficients = decltype(&SdeCoefficientsAt);

StochasticFlow FlowOf(const SdeOptions& options,
                      const GaussianSchedule& schedule,
                      Coefficients coefficients_at) {
  const auto make = [&](const auto& chosen) -> StochasticFlow {
    const StochasticSteps steps = chosen;
    return {MethodOf(chosen), steps.steps,
            [steps, &schedule, coefficients_at](double t) {
              return coefficients_at(t, schedule(t), steps.diffusion,
                                     steps.scale);
            }};
  };
  return std::visit(make, options);
}

absl::Status Validate(const StochasticSteps& options) {
  if (options.steps < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("'steps' must be >= 1; got ", options.steps));
  }
  if (!(options.scale >= 0) || !std::isfinite(options.scale)) {
    return absl::InvalidArgumentError(
        absl::StrCat("'scale' must be >= 0 and finite; got ", options.scale));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<SdeTransport>> SdeTransport::Create(
    std::shared_ptr<const VelocityField> velocity, SdeOptions options,
    GaussianSchedule schedule, ThreadPool* pool) {
  FLOW_CHECK(velocity != nullptr && schedule != nullptr && pool != nullptr);
  FLOW_RETURN_IF_ERROR(
      std::visit([](const auto& chosen) { return Validate(chosen); }, options));
  return std::unique_ptr<SdeTransport>(new SdeTransport(
      std::move(velocity), options, std::move(schedule), pool));
}

absl::StatusOr<std::unique_ptr<SdeTransport>> SdeTransport::CreateScored(
    std::shared_ptr<const VelocityField> velocity,
    std::shared_ptr<const VelocityField> score, SdeOptions options,
    GaussianSchedule schedule, ThreadPool* pool) {
  FLOW_CHECK(score != nullptr);
  FLOW_ASSIGN_OR_RETURN(
      std::unique_ptr<SdeTransport> transport,
      Create(std::move(velocity), options, std::move(schedule), pool));
  transport->score_ = std::move(score);
  return transport;
}

SdeTransport::SdeTransport(std::shared_ptr<const VelocityField> velocity,
                           SdeOptions options, GaussianSchedule schedule,
                           ThreadPool* pool)
    : velocity_(std::move(velocity)),
      options_(options),
      schedule_(std::move(schedule)),
      pool_(pool) {}

absl::StatusOr<Transported> SdeTransport::Push(const at::Tensor& x_nd,
                                               const Journey& journey) const {
  if (journey.direction == Direction::kBackward) {
    return absl::InvalidArgumentError(
        "a stochastic flow goes from the source to the target alone");
  }
  const StochasticFlow flow =
      FlowOf(options_, schedule_,
             score_ ? ScoredSdeCoefficientsAt : SdeCoefficientsAt);
  const StochasticFields fields = {velocity_.get(), score_.get()};
  return PushTiles(x_nd, journey, pool_, [&](const Tile& tile) {
    return SolveStochastic(flow, fields, NoiseOf(journey.seed, tile),
                           journey.save_at, tile);
  });
}

}  // namespace flow::core
