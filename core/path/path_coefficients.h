#ifndef CORE_PATH_PATH_COEFFICIENTS_H_
#define CORE_PATH_PATH_COEFFICIENTS_H_

/// Every path of the language is affine in the pair and the noise (see
/// coefficients.h), so that two numbers in front of each of x0, x1 and z are
/// all there is to know about it. One small function a path, by family:
///
///     interpolating_paths.h      linear, trigonometric, polynomial
///     noise_to_data_paths.h      target_conditional, cosine, linear_vp, vp,
///                                general_gaussian
///     brownian_bridge.h          brownian_bridge
///     stochastic_interpolant.h   stochastic_interpolant
///     heavy_tailed_paths.h       cauchy, student_t
///
/// x_t is exact at every t in [0, 1]. Where a path moves infinitely fast at an
/// end, as sqrt(t (1 - t)) z and sqrt(1 - t^2) x0 do, its rates are those at
/// InteriorTime(t), a millionth away from the end. A velocity like
/// 1 / (2 sqrt(t)) is then at most 500 where its integral up to there is 0.001:
/// nothing that a solver with its finitely many steps could see. It does show
/// in the training loss, whose least value int E|c'|^2 dt diverges without it:
/// for sigma sqrt(t (1 - t)) it is sigma^2 (log(1 / margin) - 1) / 2 = 6.4
/// sigma^2 in each coordinate, whatever the network.
///
/// No torch, no allocation: fast trainers call this for every row.

#include "core/path/coefficients.h"
#include "core/path/path_options.h"

namespace flow::core {

/// The path at t in [0, 1]. Thread-safe.
PathCoefficients CoefficientsAt(const PathOptions& options, double t);

}  // namespace flow::core

#endif  // CORE_PATH_PATH_COEFFICIENTS_H_
