#include "core/ode/stochastic_solver.h"

#include <cmath>
#include <initializer_list>
#include <utility>

#include "ATen/ops/empty_like.h"
#include "ATen/ops/zeros.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "core/ode/runge_kutta.h"

namespace flow::core {
namespace {

// One step in time: both ends, their coefficients, and its noise.
struct Step {
  double t0, t1, h;
  SdeCoefficients c0, c1;
  at::Tensor z_bd;  // undefined without noise
};

// Explicit steps of x' = -pull x are stable below 2.
constexpr double kLargestStep = 1.5;

// Written so that NaN is not.
bool CanStep(const SdeCoefficients& c, double h) {
  return std::isfinite(c.velocity) && std::isfinite(c.score) &&
         std::isfinite(c.noise) && h * c.pull <= kLargestStep;
}

Step StepAt(const StochasticFlow& flow, const StepNoise& noise, int64_t k) {
  const auto n = static_cast<double>(flow.steps);
  const double t0 = static_cast<double>(k) / n;
  const double t1 = static_cast<double>(k + 1) / n;
  Step step = {t0, t1, t1 - t0, {}, {}, {}};
  if (k + 1 == flow.steps) return step;
  const SdeCoefficients c0 = flow.coefficients(t0);
  const SdeCoefficients c1 = flow.coefficients(t1);
  if (!CanStep(c0, step.h) || !CanStep(c1, step.h)) return step;
  step.c0 = c0;
  step.c1 = c1;
  step.z_bd = noise(k);
  return step;
}

// What the fields say; the score undefined where it has no part in the step.
struct Values {
  at::Tensor velocity_bd, score_bd;
};

at::Tensor Sum(const at::Tensor& like_bd, std::initializer_list<Term> terms) {
  const at::Tensor sum_bd = at::empty_like(like_bd);
  for (int64_t row = 0; row < kTileRows; ++row) SetRow(sum_bd, row, terms);
  return sum_bd;
}

// One tile on its way.
class StochasticTile {
 public:
  StochasticTile(const StochasticFlow& flow, const StochasticFields& fields,
                 const std::vector<double>& save_at, const Tile& tile)
      : flow_(flow),
        fields_(fields),
        save_at_(save_at),
        tile_(tile),
        end_(BeginTile(tile, static_cast<int64_t>(save_at.size()))) {}

  absl::Status Take(const Step& step) {
    const bool heun = flow_.method == StochasticMethod::kHeun;
    const double h = step.h, root = std::sqrt(h);
    const at::Tensor x_bd = end_.x_bd;
    const double share = heun ? h / 2 : h;  // of the energy
    const SdeCoefficients &c0 = step.c0, &c1 = step.c1;
    const Values f0 = Evaluate(c0, x_bd, step.t0, share);
    at::Tensor next_bd = Sum(x_bd, {{1 + h * c0.position, &x_bd},
                                    {h * c0.velocity, &f0.velocity_bd},
                                    {h * c0.score, &f0.score_bd},
                                    {c0.noise * root, &step.z_bd}});
    if (heun) {
      const Values f1 = Evaluate(c1, next_bd, step.t1, share);
      next_bd = Sum(x_bd, {{1 + h / 2 * c0.position, &x_bd},
                           {h / 2 * c0.velocity, &f0.velocity_bd},
                           {h / 2 * c0.score, &f0.score_bd},
                           {h / 2 * c1.position, &next_bd},
                           {h / 2 * c1.velocity, &f1.velocity_bd},
                           {h / 2 * c1.score, &f1.score_bd},
                           {(c0.noise + c1.noise) / 2 * root, &step.z_bd}});
    }
    FLOW_RETURN_IF_ERROR(CheckFinite(next_bd, tile_, step.t1));
    SaveUpTo(step.t0, step.t1, next_bd);
    end_.x_bd = next_bd;
    return absl::OkStatus();
  }

  TileEnd TakeEnd() && { return std::move(end_); }

 private:
  Values Evaluate(const SdeCoefficients& c, const at::Tensor& x_bd, double t,
                  double share) {
    const std::vector<double> t_b(kTileRows, t);
    Values values = {EvaluateVelocity(*fields_.velocity, x_bd, t_b), {}};
    if (c.score != 0) {
      values.score_bd = EvaluateVelocity(*fields_.score, x_bd, t_b);
    }
    const std::vector<double> norm_b = SquaredNorms(values.velocity_bd);
    for (int64_t row = 0; row < kTileRows; ++row) {
      end_.energy_b[row] += share * norm_b[row];
      ++end_.evaluations_b[row];
    }
    return values;
  }

  void SaveUpTo(double t0, double t1, const at::Tensor& x1_bd) {
    for (; saved_ < save_at_.size() && save_at_[saved_] <= t1; ++saved_) {
      const double theta = (save_at_[saved_] - t0) / (t1 - t0);
      const at::Tensor out_bd = end_.trajectory_sbd.select(0, saved_);
      for (int64_t row = 0; row < kTileRows; ++row) {
        SetRow(out_bd, row, {{1 - theta, &end_.x_bd}, {theta, &x1_bd}});
      }
    }
  }

  const StochasticFlow& flow_;
  const StochasticFields& fields_;
  const std::vector<double>& save_at_;
  const Tile& tile_;
  size_t saved_ = 0;
  TileEnd end_;  // its x is the state
};

}  // namespace

StepNoise NoiseOf(Seed seed, const Tile& tile) {
  return [seed, &tile](int64_t step) {
    const int64_t dims = tile.x_bd.size(1);
    const at::Tensor z_bd = at::zeros({kTileRows, dims}, at::kDouble);
    const Seed step_seed = DeriveSeed(seed, "step", step);
    double* z = z_bd.mutable_data_ptr<double>();
    for (int64_t row = 0; row < tile.points; ++row) {
      RowRandom random(step_seed, tile.first_point + row);
      for (int64_t d = 0; d < dims; ++d) *z++ = random.Normal();
    }
    return z_bd.to(tile.x_bd.scalar_type());
  };
}

absl::StatusOr<TileEnd> SolveStochastic(const StochasticFlow& flow,
                                        const StochasticFields& fields,
                                        const StepNoise& noise,
                                        const std::vector<double>& save_at,
                                        const Tile& tile) {
  StochasticTile rows(flow, fields, save_at, tile);
  FLOW_RETURN_IF_ERROR(CheckFinite(tile.x_bd, tile, 0));
  for (int64_t k = 0; k < flow.steps; ++k) {
    FLOW_RETURN_IF_ERROR(rows.Take(StepAt(flow, noise, k)));
  }
  return std::move(rows).TakeEnd();
}

}  // namespace flow::core
