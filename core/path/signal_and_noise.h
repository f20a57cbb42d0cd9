#ifndef CORE_PATH_SIGNAL_AND_NOISE_H_
#define CORE_PATH_SIGNAL_AND_NOISE_H_

/// A path as signal and noise,
///
///     x_t = alpha x1 + sigma e,
///
/// which it is in two cases. Without a noise of its own (UsesNoise is false) e
/// is x0, whatever its law and the coupling, with sigma = a. With one, and with
/// a standard Gaussian x0 that is independent of x1, a x0 + c z is one Gaussian
/// sigma e with
///
///     sigma = sqrt(a^2 + c^2),   sigma' = (a a' + c c') / sigma,
///
/// and E[a' x0 + c' z | x] = sigma' E[e | x] because e, x0 and z are jointly
/// Gaussian. No torch.

#include "core/path/path_options.h"

namespace flow::core {

struct SignalAndNoise {
  double signal, noise;            // alpha, sigma
  double signal_rate, noise_rate;  // alpha', sigma'

  /// alpha' sigma - alpha sigma': the determinant of (x, u) as a function of
  /// (x1, e). Its sign is that of the change of alpha / sigma over time.
  double determinant() const {
    return signal_rate * noise - signal * noise_rate;
  }
};

/// At InteriorTime(t), rates and values: they are used together.
SignalAndNoise SignalAndNoiseAt(const PathOptions& options, double t);

/// Whether the signal-to-noise ratio alpha / sigma rises all the way from t = 0
/// to t = 1, looked at on a grid of 1000 times. Then x and the velocity
/// together tell signal and noise, and two such paths have the same points at
/// equal ratios.
bool HasRisingRatio(const PathOptions& options);

/// The time in [0, 1] at which alpha / sigma is `ratio`, by bisection; the
/// nearer end if it is so at none. Needs HasRisingRatio.
double TimeOfRatio(const PathOptions& options, double ratio);

}  // namespace flow::core

#endif  // CORE_PATH_SIGNAL_AND_NOISE_H_
