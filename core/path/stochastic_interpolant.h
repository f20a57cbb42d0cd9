#ifndef CORE_PATH_STOCHASTIC_INTERPOLANT_H_
#define CORE_PATH_STOCHASTIC_INTERPOLANT_H_

/// Stochastic interpolants x_t = I(t, x0, x1) + gamma(t) z [Albergo23]. The
/// part without noise:
///
///     linear          (1 - t) x0 + t x1
///     trigonometric   cos(pi t / 2) x0 + sin(pi t / 2) x1
///     encode-decode   cos^2(pi t) x0 before t = 1/2, cos^2(pi t) x1 after it:
///                     at t = 1/2 there is noise alone, and I and I' are
///                     continuous there. Needs a gamma.
///     mirror          x1. The path leaves the target and comes back to it, so
///                     the source must be the target's law. Its velocity
///                     -gamma gamma' score depends on the time by gamma^2 only,
///                     so the flow takes every point back to where it began;
///                     what is learnt is the target's score.
///     one-sided       t x1 + sqrt((1 - t)^2 + gamma^2) x0, x0 standard normal:
///                     the linear one with both of its noises in one, hence the
///                     same p_t for independent pairs, and no z.
///
/// and the noise, zero at both ends:
///
///     zero, sqrt(scale t (1 - t)), scale t (1 - t), scale sin^2(pi t),
///     scale (s(10 t) - s(10 (t - 1)) - s(0) + s(-10)), s the logistic
///     function.
///
/// sqrt(scale t (1 - t)) is infinitely fast at the ends; see
/// path_coefficients.h.

#include "core/path/coefficients.h"
#include "core/path/path_options.h"

namespace flow::core {

PathCoefficients Coefficients(const StochasticInterpolantPathOptions& options,
                              double t);

}  // namespace flow::core

#endif  // CORE_PATH_STOCHASTIC_INTERPOLANT_H_
