#include "core/ode/push_tiles.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "ATen/core/grad_mode.h"
#include "ATen/ops/empty.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"

namespace flow::core {
namespace {

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
void Deliver(const TileEnd& end, int64_t first, int64_t n,
             const Transported& out) {
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

absl::StatusOr<Transported> PushTiles(
    const at::Tensor& x_nd, const Journey& journey, ThreadPool* pool,
    absl::FunctionRef<absl::StatusOr<TileEnd>(const Tile&)> solve) {
  CheckArguments(x_nd, journey);
  const at::NoGradGuard no_grad;
  const at::Tensor start_nd = x_nd.contiguous();
  const Transported out = Allocate(start_nd, journey.save_at.size());
  std::vector<absl::Status> statuses(TileCount(x_nd.size(0)));
  pool->ParallelFor(static_cast<int64_t>(statuses.size()), [&](int64_t index) {
    // of this thread; not InferenceMode, under which a field that is the
    // gradient of a potential could not ask for that gradient
    const at::NoGradGuard no_grad_here;
    Tile tile = CutTile(start_nd, index);
    tile.first_point += journey.first_row;
    const absl::StatusOr<TileEnd> end = solve(tile);
    statuses[index] = end.status();
    if (end.ok()) Deliver(*end, index * kTileRows, tile.points, out);
  });
  for (const absl::Status& status : statuses) FLOW_RETURN_IF_ERROR(status);
  return out;
}

}  // namespace flow::core
