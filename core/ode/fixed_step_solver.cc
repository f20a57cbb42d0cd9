#include "core/ode/fixed_step_solver.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace flow::core {
namespace {

absl::Status CheckFinite(const at::Tensor& x_bd, const Tile& tile, double t) {
  const int64_t row = FirstNonFinite(x_bd, tile.points);
  if (row < 0) return absl::OkStatus();
  return absl::OutOfRangeError(absl::StrCat(
      "state is not finite at t = ", t, ", point ", tile.first_point + row));
}

// Positions at the times from `saved` on that lie up to t1, on the chord.
size_t SaveUpTo(double t0, double t1, const at::Tensor& x0_bd,
                const at::Tensor& x1_bd, const std::vector<double>& save_at,
                size_t saved, const at::Tensor& trajectory_sbd) {
  for (; saved < save_at.size() && save_at[saved] <= t1; ++saved) {
    const double theta = (save_at[saved] - t0) / (t1 - t0);
    const at::Tensor x_bd = trajectory_sbd.select(0, saved);
    for (int64_t row = 0; row < kTileRows; ++row) {
      SetRow(x_bd, row, {{1 - theta, &x0_bd}, {theta, &x1_bd}});
    }
  }
  return saved;
}

}  // namespace

absl::StatusOr<TileEnd> SolveFixed(const Tableau& tableau, int64_t steps,
                                   const VelocityField& field,
                                   const Journey& journey, const Tile& tile) {
  const auto time = [&](int64_t k) {
    const bool forward = journey.direction == Direction::kForward;
    return static_cast<double>(forward ? k : steps - k) /
           static_cast<double>(steps);
  };
  TileEnd end = BeginTile(tile, static_cast<int64_t>(journey.save_at.size()));
  size_t saved = 0;
  absl::Status finite = CheckFinite(end.x_bd, tile, time(0));
  for (int64_t k = 0; k < steps && finite.ok(); ++k) {
    const std::vector<double> t0_b(kTileRows, time(k));
    const std::vector<double> t1_b(kTileRows, time(k + 1));
    const at::Tensor k0_bd = EvaluateVelocity(field, end.x_bd, t0_b);
    const RungeKuttaStep step =
        TakeStep(tableau, field, end.x_bd, k0_bd, t0_b, t1_b);
    const std::vector<double> energy_b =
        StepEnergies(tableau, step, t0_b, t1_b);
    for (int64_t row = 0; row < kTileRows; ++row) {
      end.energy_b[row] += energy_b[row];
      end.evaluations_b[row] += tableau.stages;
    }
    saved = SaveUpTo(time(k), time(k + 1), end.x_bd, step.x_bd, journey.save_at,
                     saved, end.trajectory_sbd);
    end.x_bd = step.x_bd;
    finite = CheckFinite(end.x_bd, tile, time(k + 1));
  }
  if (!finite.ok()) return finite;
  return end;
}

}  // namespace flow::core
