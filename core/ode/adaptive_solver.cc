#include "core/ode/adaptive_solver.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/ode/dense_output.h"
#include "core/ode/runge_kutta.h"
#include "core/ode/step_control.h"

namespace flow::core {
namespace {

// Relative to the interval of length 1; some thousand ulps of a time near 1.
constexpr double kMinStep = 1e-12;

// One tile on its way: initial steps, then Advance until done.
class AdaptiveTile {
 public:
  AdaptiveTile(const Tableau& pair, const AdaptiveSteps& options,
               const VelocityField& field, const Journey& journey,
               const Tile& tile);

  absl::Status ChooseInitialSteps();

  // Tries one step of every live row.
  absl::Status Advance();

  bool done() const { return live_ == 0; }
  TileEnd TakeEnd() && { return std::move(end_); }

 private:
  struct Row {
    double t;
    double step = 0;  // a length; the direction is the journey's
    int64_t tries = 0;
    size_t saved = 0;
    bool live;
  };

  // Where the rows are, and where their next steps would lead.
  std::vector<double> Times() const;
  absl::StatusOr<std::vector<double>> ProposeTimes();
  double StepEnd(const Row& row, double step) const;
  absl::Status Reject(int64_t i, double factor);
  void Accept(int64_t i, const StepEnds& step, double t1, double energy);
  void Save(int64_t i, const StepEnds& step, double t1);
  absl::Status Failure(absl::string_view what, int64_t i) const;

  // What the error of one step is of.
  int error_order() const { return pair_.embedded_order + 1; }

  const Tableau& pair_;
  const AdaptiveSteps& options_;
  const Tolerances tolerances_;
  const VelocityField& field_;
  const Journey& journey_;
  const int64_t first_point_;
  const double t_end_;
  int64_t live_;
  std::vector<Row> rows_;
  at::Tensor k0_bd_;  // the field at each row's state and time
  TileEnd end_;       // its x is the state of the rows
};

AdaptiveTile::AdaptiveTile(const Tableau& pair, const AdaptiveSteps& options,
                           const VelocityField& field, const Journey& journey,
                           const Tile& tile)
    : pair_(pair),
      options_(options),
      tolerances_{.rtol = options.rtol, .atol = options.atol},
      field_(field),
      journey_(journey),
      first_point_(tile.first_point),
      t_end_(journey.direction == Direction::kForward ? 1 : 0),
      live_(tile.points),
      end_(BeginTile(tile, static_cast<int64_t>(journey.save_at.size()))) {
  for (int64_t i = 0; i < kTileRows; ++i) {
    rows_.push_back({.t = 1 - t_end_, .live = i < tile.points});
  }
  // rows change in place: neither the tile's nor the field's tensors may
  end_.x_bd = end_.x_bd.clone();
  k0_bd_ = EvaluateVelocity(field_, end_.x_bd, Times()).clone();
}

absl::Status AdaptiveTile::ChooseInitialSteps() {
  const at::Tensor& x_bd = end_.x_bd;
  const std::vector<double> d0_b = ScaledNorms(x_bd, x_bd, x_bd, tolerances_);
  const std::vector<double> d1_b = ScaledNorms(k0_bd_, x_bd, x_bd, tolerances_);
  const std::vector<double> t0_b = Times();
  std::vector<double> probe_b, t1_b;
  for (int64_t i = 0; i < kTileRows; ++i) {
    if (rows_[i].live && !(std::isfinite(d0_b[i]) && std::isfinite(d1_b[i]))) {
      return Failure("state or velocity is not finite", i);
    }
    probe_b.push_back(ProbeStep(d0_b[i], d1_b[i], /*interval=*/1));
    t1_b.push_back(StepEnd(rows_[i], probe_b[i]));
  }
  // one step of Euler's method, and how much the velocity changes over it
  const at::Tensor probe_bd =
      TakeStep(kEuler, field_, x_bd, k0_bd_, t0_b, t1_b).x_bd;
  const at::Tensor change_bd =
      EvaluateVelocity(field_, probe_bd, t1_b).sub(k0_bd_);
  const std::vector<double> change_b =
      ScaledNorms(change_bd, x_bd, x_bd, tolerances_);
  for (int64_t i = 0; i < kTileRows; ++i) {
    const double d2 = change_b[i] / probe_b[i];
    rows_[i].step = std::max(
        kMinStep,
        InitialStep(probe_b[i], d1_b[i], d2, /*interval=*/1, error_order()));
    end_.evaluations_b[i] = 2;
  }
  return absl::OkStatus();
}

absl::Status AdaptiveTile::Advance() {
  const std::vector<double> t0_b = Times();
  FLOW_ASSIGN_OR_RETURN(const std::vector<double> t1_b, ProposeTimes());
  const RungeKuttaStep step =
      TakeStep(pair_, field_, end_.x_bd, k0_bd_, t0_b, t1_b);
  const std::vector<double> error_b = ScaledNorms(
      StepError(pair_, step, t0_b, t1_b), end_.x_bd, step.x_bd, tolerances_);
  const std::vector<double> energy_b = StepEnergies(pair_, step, t0_b, t1_b);
  StepEnds ends = {end_.x_bd, k0_bd_, step.x_bd, step.k_bd[pair_.stages - 1]};
  if (!journey_.save_at.empty() && pair_.d != Tableau::Weights{}) {
    ends.bend_bd = StepBend(pair_, step, t0_b, t1_b);
  }
  for (int64_t i = 0; i < kTileRows; ++i) {
    if (!rows_[i].live) continue;
    const double factor = StepFactor(error_b[i], error_order());
    // written so that NaN is rejected
    if (error_b[i] <= 1) {
      Accept(i, ends, t1_b[i], energy_b[i]);
      rows_[i].step = std::max(kMinStep, rows_[i].step * factor);
    } else {
      FLOW_RETURN_IF_ERROR(Reject(i, factor));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<double>> AdaptiveTile::ProposeTimes() {
  std::vector<double> t1_b = Times();  // where a row that is done stays
  for (int64_t i = 0; i < kTileRows; ++i) {
    Row& row = rows_[i];
    if (!row.live) continue;
    if (row.tries == options_.max_steps) {
      return Failure(absl::StrCat("more than ", row.tries, " steps"), i);
    }
    ++row.tries;
    end_.evaluations_b[i] += pair_.stages - 1;
    t1_b[i] = StepEnd(row, row.step);
    row.step = std::abs(t1_b[i] - row.t);
  }
  return t1_b;
}

std::vector<double> AdaptiveTile::Times() const {
  std::vector<double> t_b;
  for (const Row& row : rows_) t_b.push_back(row.t);
  return t_b;
}

// A step that would leave less than a hundredth of itself goes to the end.
double AdaptiveTile::StepEnd(const Row& row, double step) const {
  if (1.01 * step >= std::abs(t_end_ - row.t)) return t_end_;
  return t_end_ > row.t ? row.t + step : row.t - step;
}

absl::Status AdaptiveTile::Reject(int64_t i, double factor) {
  rows_[i].step *= factor;
  if (rows_[i].step >= kMinStep) return absl::OkStatus();
  return Failure("step underflow", i);
}

void AdaptiveTile::Accept(int64_t i, const StepEnds& step, double t1,
                          double energy) {
  Save(i, step, t1);
  SetRow(end_.x_bd, i, {{1, &step.x1_bd}});
  SetRow(k0_bd_, i, {{1, &step.v1_bd}});
  end_.energy_b[i] += energy;
  rows_[i].t = t1;
  if (t1 == t_end_) {
    rows_[i].live = false;
    --live_;
  }
}

void AdaptiveTile::Save(int64_t i, const StepEnds& step, double t1) {
  Row& row = rows_[i];
  const double h = t1 - row.t;
  const std::vector<double>& save_at = journey_.save_at;
  for (; row.saved < save_at.size() && save_at[row.saved] <= t1; ++row.saved) {
    InterpolateRow(step, h, (save_at[row.saved] - row.t) / h, i,
                   end_.trajectory_sbd.select(0, row.saved));
  }
}

absl::Status AdaptiveTile::Failure(absl::string_view what, int64_t i) const {
  return absl::OutOfRangeError(
      absl::StrCat(what, " at t = ", rows_[i].t, ", point ", first_point_ + i));
}

}  // namespace

absl::StatusOr<TileEnd> SolveAdaptive(const Tableau& pair,
                                      const AdaptiveSteps& options,
                                      const VelocityField& field,
                                      const Journey& journey,
                                      const Tile& tile) {
  AdaptiveTile rows(pair, options, field, journey, tile);
  absl::Status status = rows.ChooseInitialSteps();
  while (status.ok() && !rows.done()) status = rows.Advance();
  if (!status.ok()) return status;
  return std::move(rows).TakeEnd();
}

}  // namespace flow::core
