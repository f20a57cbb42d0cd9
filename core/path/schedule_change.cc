#include "core/path/schedule_change.h"

#include <cmath>
#include <vector>

#include "ATen/TensorOperators.h"
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

}  // namespace

at::Tensor ScheduleChange::Velocity(const at::Tensor& x_bd,
                                    const at::Tensor& t_b) const {
  const std::vector<at::Tensor> columns = ColumnsAt(
      t_b, 2, [&](double t, double* values) { Match(from_, to_, t, values); });
  const at::Tensor from_t_b = columns[0].squeeze(1);
  const at::Tensor from_x_bd = x_bd / columns[1];
  const PosteriorMeans means =
      MeansOf(Prediction::kVelocity, field_->Velocity(from_x_bd, from_t_b),
              from_x_bd, SignalAndNoiseColumnsAt(from_, from_t_b));
  return ValueOf(Prediction::kVelocity, means,
                 SignalAndNoiseColumnsAt(to_, t_b));
}

}  // namespace flow::core
