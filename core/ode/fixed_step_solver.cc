#include "core/ode/fixed_step_solver.h"

#include "core/base/status_macros.h"
#include "core/ode/dense_output.h"
#include "core/ode/runge_kutta.h"

namespace flow::core {
namespace {

// One tile on its way along the grid.
class FixedTile {
 public:
  FixedTile(const FixedSteps& steps, const VelocityField& field,
            const Journey& journey, const Tile& tile)
      : steps_(steps),
        field_(field),
        journey_(journey),
        tile_(tile),
        count_(static_cast<int64_t>(steps.grid.size()) - 1),
        end_(BeginTile(tile, static_cast<int64_t>(journey.save_at.size()))) {}

  absl::Status Begin() {
    FLOW_RETURN_IF_ERROR(CheckFinite(end_.x_bd, tile_, TimeAt(0)));
    k0_bd_ = Evaluate(end_.x_bd, TimeAt(0));
    return absl::OkStatus();
  }

  int64_t count() const { return count_; }

  absl::Status TakeStepFrom(int64_t k) {
    const Tableau& tableau = TableauAt(k);
    const double t0 = TimeAt(k), t1 = TimeAt(k + 1);
    const std::vector<double> t0_b(kTileRows, t0), t1_b(kTileRows, t1);
    const RungeKuttaStep step =
        TakeStep(tableau, field_, end_.x_bd, k0_bd_, t0_b, t1_b);
    FLOW_RETURN_IF_ERROR(CheckFinite(step.x_bd, tile_, t1));
    const std::vector<double> energy_b =
        StepEnergies(tableau, step, t0_b, t1_b);
    for (int64_t row = 0; row < kTileRows; ++row) {
      end_.energy_b[row] += energy_b[row];
      end_.evaluations_b[row] += tableau.stages - 1;
    }
    at::Tensor k1_bd;
    if (k + 1 < count_ || (!IsChord(tableau) && SavesBefore(t1))) {
      k1_bd = Evaluate(step.x_bd, t1);
    }
    SaveUpTo(t0, t1, step.x_bd, IsChord(tableau) ? at::Tensor() : k1_bd);
    end_.x_bd = step.x_bd;
    k0_bd_ = k1_bd;
    return absl::OkStatus();
  }

  TileEnd TakeEnd() && { return std::move(end_); }

 private:
  // The line is what Euler's method says of the time between.
  static bool IsChord(const Tableau& tableau) { return tableau.order == 1; }

  double TimeAt(int64_t k) const {
    const bool forward = journey_.direction == Direction::kForward;
    return steps_.grid[forward ? k : count_ - k];
  }

  const Tableau& TableauAt(int64_t k) const {
    const bool forward = journey_.direction == Direction::kForward;
    return k == (forward ? count_ - 1 : 0) ? steps_.at_end : steps_.tableau;
  }

  at::Tensor Evaluate(const at::Tensor& x_bd, double t) {
    for (int64_t& evaluations : end_.evaluations_b) ++evaluations;
    return EvaluateVelocity(field_, x_bd, std::vector<double>(kTileRows, t));
  }

  bool SavesBefore(double t) const {
    return saved_ < journey_.save_at.size() && journey_.save_at[saved_] < t;
  }

  void SaveUpTo(double t0, double t1, const at::Tensor& x1_bd,
                const at::Tensor& v1_bd) {
    const std::vector<double>& save_at = journey_.save_at;
    for (; saved_ < save_at.size() && save_at[saved_] <= t1; ++saved_) {
      const double theta = (save_at[saved_] - t0) / (t1 - t0);
      const at::Tensor out_bd = end_.trajectory_sbd.select(0, saved_);
      for (int64_t row = 0; row < kTileRows; ++row) {
        if (v1_bd.defined()) {
          InterpolateRow({end_.x_bd, k0_bd_, x1_bd, v1_bd}, t1 - t0, theta, row,
                         out_bd);
        } else {
          SetRow(out_bd, row, {{1 - theta, &end_.x_bd}, {theta, &x1_bd}});
        }
      }
    }
  }

  const FixedSteps& steps_;
  const VelocityField& field_;
  const Journey& journey_;
  const Tile& tile_;
  const int64_t count_;
  size_t saved_ = 0;
  at::Tensor k0_bd_;  // the field at the state
  TileEnd end_;       // its x is the state
};

}  // namespace

absl::StatusOr<TileEnd> SolveFixed(const FixedSteps& steps,
                                   const VelocityField& field,
                                   const Journey& journey, const Tile& tile) {
  FixedTile rows(steps, field, journey, tile);
  FLOW_RETURN_IF_ERROR(rows.Begin());
  for (int64_t k = 0; k < rows.count(); ++k) {
    FLOW_RETURN_IF_ERROR(rows.TakeStepFrom(k));
  }
  return std::move(rows).TakeEnd();
}

}  // namespace flow::core
