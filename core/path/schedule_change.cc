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

// The time on `from` that stands for `t` on `to`, and r.
void Match(const PathOptions& from, const PathOptions& to, double t,
           double* values) {
  const SignalAndNoise wanted = SignalAndNoiseAt(to, t);
  values[0] = TimeOfRatio(from, wanted.signal / wanted.noise);
  const SignalAndNoise met = SignalAndNoiseAt(from, values[0]);
  // of the two quotients that r is, each has an end where it is 0 / 0
  values[1] = std::hypot(wanted.signal, wanted.noise) /
              std::hypot(met.signal, met.noise);
}

// Where and when the field of `from` is asked.
struct Matched {
  at::Tensor x_bd, t_b, ratio_b1;
};

Matched MatchedOn(const PathOptions& from, const PathOptions& to,
                  const at::Tensor& x_bd, const at::Tensor& t_b) {
  const std::vector<at::Tensor> columns = ColumnsAt(
      t_b, 2, [&](double t, double* values) { Match(from, to, t, values); });
  return {x_bd / columns[1], columns[0].squeeze(1), columns[1]};
}

// The velocity along `to` of the one along `from`; linear in both arguments.
class Change {
 public:
  Change(const PathOptions& from, const at::Tensor& from_t_b,
         const PathOptions& to, const at::Tensor& t_b)
      : from_(SignalAndNoiseColumnsAt(from, from_t_b)),
        to_(SignalAndNoiseColumnsAt(to, t_b)) {}

  at::Tensor operator()(const at::Tensor& velocity,
                        const at::Tensor& from_x) const {
    return ValueOf(Prediction::kVelocity,
                   MeansOf(Prediction::kVelocity, velocity, from_x, from_),
                   to_);
  }

 private:
  SignalAndNoiseColumns from_, to_;
};

}  // namespace

at::Tensor ScheduleChange::Velocity(const at::Tensor& x_bd,
                                    const at::Tensor& t_b) const {
  const Matched on = MatchedOn(from_, to_, x_bd, t_b);
  return Change(from_, on.t_b, to_, t_b)(field_->Velocity(on.x_bd, on.t_b),
                                         on.x_bd);
}

VelocityDivergence ScheduleChange::VelocityAndDivergence(
    const at::Tensor& x_bd, const at::Tensor& t_b,
    const at::Tensor& probe_pbd) const {
  const Matched on = MatchedOn(from_, to_, x_bd, t_b);
  const Change change(from_, on.t_b, to_, t_b);
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
