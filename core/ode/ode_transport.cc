#include "core/ode/ode_transport.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <type_traits>
#include <utility>
#include <variant>

#include "ATen/core/grad_mode.h"
#include "ATen/ops/empty.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/ode/adaptive_solver.h"
#include "core/ode/fixed_step_solver.h"
#include "core/ode/runge_kutta.h"
#include "core/ode/tile.h"

namespace flow::core {
namespace {

const Tableau& TableauOf(const EulerOptions&) { return kEuler; }
const Tableau& TableauOf(const MidpointOptions&) { return kMidpoint; }
const Tableau& TableauOf(const HeunOptions&) { return kHeun; }
const Tableau& TableauOf(const Rk4Options&) { return kRk4; }

absl::Status AtLeastOne(absl::string_view name, int64_t value) {
  if (value >= 1) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("'", name, "' must be >= 1; got ", value));
}

absl::Status Positive(absl::string_view name, double value) {
  if (value > 0 && std::isfinite(value)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("'", name, "' must be > 0 and finite; got ", value));
}

template <typename FixedStep>
absl::Status Validate(const FixedStep& options) {
  return AtLeastOne("steps", options.steps);
}

absl::Status Validate(const Dopri5Options& options) {
  FLOW_RETURN_IF_ERROR(Positive("rtol", options.rtol));
  FLOW_RETURN_IF_ERROR(Positive("atol", options.atol));
  return AtLeastOne("max_steps", options.max_steps);
}

template <typename FixedStep>
absl::StatusOr<TileEnd> Solve(const FixedStep& options,
                              const VelocityField& field,
                              const Journey& journey, const Tile& tile) {
  return SolveFixed(TableauOf(options), options.steps, field, journey, tile);
}

absl::StatusOr<TileEnd> Solve(const Dopri5Options& options,
                              const VelocityField& field,
                              const Journey& journey, const Tile& tile) {
  return SolveAdaptive(options, field, journey, tile);
}

void CheckArguments(const at::Tensor& x_nd, const Journey& journey) {
  FLOW_CHECK(x_nd.dim() == 2 && x_nd.size(1) >= 1) << "points are [N, D]";
  FLOW_CHECK(x_nd.is_cpu() && (x_nd.scalar_type() == at::kFloat ||
                               x_nd.scalar_type() == at::kDouble))
      << "points are float32 or float64 on the CPU";
  const std::vector<double>& times = journey.save_at;
  FLOW_CHECK(times.empty() || journey.direction == Direction::kForward)
      << "positions on the way are saved only forward";
  const bool increasing =
      std::is_sorted(times.begin(), times.end(), std::less_equal<>());
  FLOW_CHECK(times.empty() ||
             (increasing && times.front() >= 0 && times.back() <= 1))
      << "times to save at increase within [0, 1]";
}

Transported Allocate(const at::Tensor& x_nd, size_t saved) {
  const int64_t n = x_nd.size(0), d = x_nd.size(1);
  Transported out;
  out.x_nd = at::empty({n, d}, x_nd.options());
  out.path_energy_n = at::empty({n}, at::kDouble);
  out.evaluations_n = at::empty({n}, at::kLong);
  if (saved > 0) {
    out.trajectory_snd =
        at::empty({static_cast<int64_t>(saved), n, d}, x_nd.options());
  }
  return out;
}

// Tiles write to rows of their own, so they may do so at the same time.
void Deliver(const TileEnd& end, const Tile& tile, const Transported& out) {
  const int64_t first = tile.first_point, n = tile.points;
  out.x_nd.narrow(0, first, n).copy_(end.x_bd.narrow(0, 0, n));
  std::copy_n(end.energy_b.begin(), n,
              out.path_energy_n.mutable_data_ptr<double>() + first);
  std::copy_n(end.evaluations_b.begin(), n,
              out.evaluations_n.mutable_data_ptr<int64_t>() + first);
  if (out.trajectory_snd.defined()) {
    out.trajectory_snd.narrow(1, first, n)
        .copy_(end.trajectory_sbd.narrow(1, 0, n));
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<OdeTransport>> OdeTransport::Create(
    std::shared_ptr<const VelocityField> field, SamplerOptions options,
    ThreadPool* pool) {
  FLOW_CHECK(field != nullptr && pool != nullptr);
  FLOW_RETURN_IF_ERROR(
      std::visit([](const auto& chosen) { return Validate(chosen); }, options));
  return std::unique_ptr<OdeTransport>(
      new OdeTransport(std::move(field), options, pool));
}

OdeTransport::OdeTransport(std::shared_ptr<const VelocityField> field,
                           SamplerOptions options, ThreadPool* pool)
    : field_(std::move(field)), options_(options), pool_(pool) {}

absl::StatusOr<Transported> OdeTransport::Push(
    const at::Tensor& x_nd, Direction direction,
    const std::vector<double>& save_at) const {
  const Journey journey = {direction, save_at};
  CheckArguments(x_nd, journey);
  const at::NoGradGuard no_grad;
  const at::Tensor start_nd = x_nd.contiguous();
  const Transported out = Allocate(start_nd, save_at.size());
  std::vector<absl::Status> statuses(TileCount(x_nd.size(0)));
  pool_->ParallelFor(static_cast<int64_t>(statuses.size()), [&](int64_t index) {
    // of this thread; not InferenceMode, under which a field that is the
    // gradient of a potential could not ask for that gradient
    const at::NoGradGuard no_grad_here;
    const Tile tile = CutTile(start_nd, index);
    const auto solve = [&](const auto& chosen) {
      return Solve(chosen, *field_, journey, tile);
    };
    const absl::StatusOr<TileEnd> end = std::visit(solve, options_);
    statuses[index] = end.status();
    if (end.ok()) Deliver(*end, tile, out);
  });
  for (const absl::Status& status : statuses) FLOW_RETURN_IF_ERROR(status);
  return out;
}

}  // namespace flow::core
