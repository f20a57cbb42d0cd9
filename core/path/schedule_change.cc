#include "core/path/schedule_change.h"

#include <cmath>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/ones.h"
#include "ATen/ops/zeros.h"
#include "core/path/conversion.h"
#include "core/path/signal_and_noise.h"

namespace flow::core {
namespace {

// The time on `from` that stands for one on `to`, and r.
struct Match {
  double t, ratio;
};

Match MatchOf(const PathOptions& from, const PathOptions& to, double t) {
  const SignalAndNoise wanted = SignalAndNoiseAt(to, t);
  const double on_from = TimeOfRatio(from, wanted.signal / wanted.noise);
  const SignalAndNoise met = SignalAndNoiseAt(from, on_from);
  // of the two quotients that r is, each has an end where it is 0 / 0
  return {on_from, std::hypot(wanted.signal, wanted.noise) /
                       std::hypot(met.signal, met.noise)};
}

// Where and when the field of `from` is asked.
struct Matched {
  at::Tensor x_bd, t_b, ratio_b1;
};

Matched MatchedOn(const PathOptions& from, const PathOptions& to,
                  const at::Tensor& x_bd, const at::Tensor& t_b) {
  const std::vector<at::Tensor> columns =
      ColumnsAt(t_b, 2, [&](double t, double* values) {
        const Match match = MatchOf(from, to, t);
        values[0] = match.t;
        values[1] = match.ratio;
      });
  return {x_bd / columns[1], columns[0].squeeze(1), columns[1]};
}

// The velocity along one path of that along another; linear in both arguments.
struct Change {
  SignalAndNoiseColumns from, to;

  at::Tensor operator()(const at::Tensor& velocity,
                        const at::Tensor& from_x) const {
    return ValueOf(Prediction::kVelocity,
                   MeansOf(Prediction::kVelocity, velocity, from_x, from), to);
  }
};

Change ChangeAt(const PathOptions& from, const at::Tensor& from_t_b,
                const PathOptions& to, const at::Tensor& t_b) {
  return {SignalAndNoiseColumnsAt(from, from_t_b),
          SignalAndNoiseColumnsAt(to, t_b)};
}

}  // namespace

at::Tensor ScheduleChange::Velocity(const at::Tensor& x_bd,
                                    const at::Tensor& t_b) const {
  const Matched on = MatchedOn(from_, to_, x_bd, t_b);
  const Change change = ChangeAt(from_, on.t_b, to_, t_b);
  return change(field_->Velocity(on.x_bd, on.t_b), on.x_bd);
}

at::Tensor ScheduleChange::VelocityAt(const at::Tensor& x_bd, double t) const {
  const Match match = MatchOf(from_, to_, t);
  const Change change = {SignalAndNoiseColumnsAt(from_, match.t, x_bd),
                         SignalAndNoiseColumnsAt(to_, t, x_bd)};
  const at::Tensor on_bd = x_bd / match.ratio;
  return change(field_->VelocityAt(on_bd, match.t), on_bd);
}

VelocityDivergence ScheduleChange::VelocityAndDivergence(
    const at::Tensor& x_bd, const at::Tensor& t_b,
    const at::Tensor& probe_pbd) const {
  const Matched on = MatchedOn(from_, to_, x_bd, t_b);
  const Change change = ChangeAt(from_, on.t_b, to_, t_b);
  const auto [velocity_bd, divergence_b] =
      field_->VelocityAndDivergence(on.x_bd, on.t_b, probe_pbd);
  const at::Tensor zero_b1 = at::zeros({x_bd.size(0), 1}, x_bd.options());
  const at::Tensor one_b1 = at::ones({x_bd.size(0), 1}, x_bd.options());
  const at::Tensor a_b = change(zero_b1, one_b1).squeeze(1);
  const at::Tensor b_b = change(one_b1, zero_b1).squeeze(1);
  return {change(velocity_bd, on.x_bd),
          (a_b * x_bd.size(1) + b_b * divergence_b) / on.ratio_b1.squeeze(1)};
}

}  // namespace flow::core
