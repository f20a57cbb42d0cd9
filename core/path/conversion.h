#ifndef CORE_PATH_CONVERSION_H_
#define CORE_PATH_CONVERSION_H_

/// Velocity, data, noise and score of a path of signal and noise,
/// x_t = alpha x1 + sigma e (signal_and_noise.h). Any of
///
///     velocity  u = E[alpha' x1 + sigma' e | x]
///     data      d = E[x1 | x]
///     noise     n = E[e | x]
///     score     s = grad log p_t(x) = -n / sigma
///
/// tells the others, since x = alpha d + sigma n and u = alpha' d + sigma' n:
///
///     d = (sigma u - sigma' x) / w,   n = (alpha' x - alpha u) / w,
///     d = (x - sigma n) / alpha,      n = (x - alpha d) / sigma,
///
/// with w = alpha' sigma - alpha sigma'. The score needs e standard Gaussian
/// and independent of x1; the rest holds for any law of the pair.
///
/// Singular points: noise and score do not tell the data where alpha = 0, the
/// beginning, and data does not tell the noise where sigma = 0, the end. There
/// alpha and sigma are taken as at least kLeastDivisor, which lets the estimate
/// fade to zero: a flow is then wrong by about kLeastDivisor |alpha'| |d| or
/// kLeastDivisor |sigma'| |n| on its way, where a network's error would be
/// blown up without bound. Velocity tells both everywhere.

#include "ATen/core/Tensor.h"
#include "core/path/path_columns.h"
#include "core/path/prediction.h"

namespace flow::core {

inline constexpr double kLeastDivisor = 1e-3;

/// E[x1 | x] and E[e | x], both [B, D]. Of kVelocityAndScore, a value here is
/// the velocity.
struct PosteriorMeans {
  at::Tensor data_bd, noise_bd;
};

/// The means that `value_bd`, of the kind `kind`, tells at `x_bd`; all [B, D].
PosteriorMeans MeansOf(Prediction kind, const at::Tensor& value_bd,
                       const at::Tensor& x_bd, const SignalAndNoiseColumns& at);

/// What the means say of the quantity `kind`.
at::Tensor ValueOf(Prediction kind, const PosteriorMeans& means,
                   const SignalAndNoiseColumns& at);

/// `value_bd` of one kind as another.
at::Tensor Convert(Prediction from, const at::Tensor& value_bd, Prediction to,
                   const at::Tensor& x_bd, const SignalAndNoiseColumns& at);

}  // namespace flow::core

#endif  // CORE_PATH_CONVERSION_H_
