#include "core/path/conversion.h"

#include "ATen/TensorOperators.h"

namespace flow::core {
namespace {

PosteriorMeans MeansOfNoise(const at::Tensor& noise_bd, const at::Tensor& x_bd,
                            const SignalAndNoiseColumns& at) {
  return {
      (x_bd - at.noise_b1 * noise_bd) / at.signal_b1.clamp_min(kLeastDivisor),
      noise_bd};
}

}  // namespace

PosteriorMeans MeansOf(Prediction kind, const at::Tensor& value_bd,
                       const at::Tensor& x_bd,
                       const SignalAndNoiseColumns& at) {
  switch (kind) {
    case Prediction::kVelocity:
    case Prediction::kVelocityAndScore:
      break;
    case Prediction::kData:
      return {value_bd, (x_bd - at.signal_b1 * value_bd) /
                            at.noise_b1.clamp_min(kLeastDivisor)};
    case Prediction::kNoise:
      return MeansOfNoise(value_bd, x_bd, at);
    case Prediction::kScore:
      return MeansOfNoise(-at.noise_b1 * value_bd, x_bd, at);
  }
  return {
      (at.noise_b1 * value_bd - at.noise_rate_b1 * x_bd) / at.determinant_b1,
      (at.signal_rate_b1 * x_bd - at.signal_b1 * value_bd) / at.determinant_b1};
}

at::Tensor ValueOf(Prediction kind, const PosteriorMeans& means,
                   const SignalAndNoiseColumns& at) {
  switch (kind) {
    case Prediction::kVelocity:
    case Prediction::kVelocityAndScore:
      break;
    case Prediction::kData:
      return means.data_bd;
    case Prediction::kNoise:
      return means.noise_bd;
    case Prediction::kScore:
      return -means.noise_bd / at.noise_b1;
  }
  return at.signal_rate_b1 * means.data_bd + at.noise_rate_b1 * means.noise_bd;
}

at::Tensor Convert(Prediction from, const at::Tensor& value_bd, Prediction to,
                   const at::Tensor& x_bd, const SignalAndNoiseColumns& at) {
  if (from == to) return value_bd;
  return ValueOf(to, MeansOf(from, value_bd, x_bd, at), at);
}

}  // namespace flow::core
