#ifndef CORE_PATH_COEFFICIENTS_H_
#define CORE_PATH_COEFFICIENTS_H_

#include <algorithm>

namespace flow::core {

/// An affine path at one time,
///
///     x_t = a x0 + b x1 + c z,   u_t = a' x0 + b' x1 + c' z,
///
/// with a = source, b = target, c = noise >= 0 and the time derivatives a', b',
/// c' as rates; z is standard normal.
struct PathCoefficients {
  double source = 0, target = 0, noise = 0;
  double source_rate = 0, target_rate = 0, noise_rate = 0;
};

/// How near to an end of [0, 1] rates are still evaluated.
inline constexpr double kEndMargin = 1e-6;

/// `t` moved into [kEndMargin, 1 - kEndMargin].
inline double InteriorTime(double t) {
  return std::clamp(t, kEndMargin, 1 - kEndMargin);
}

}  // namespace flow::core

#endif  // CORE_PATH_COEFFICIENTS_H_
