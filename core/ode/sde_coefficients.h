#ifndef CORE_ODE_SDE_COEFFICIENTS_H_
#define CORE_ODE_SDE_COEFFICIENTS_H_

/// The stochastic flow with the marginals of a probability flow [Song21;
/// Ma24]: for any w(t) >= 0,
///
///     dx = (v + w^2 / 2 s) dt + w dW,    s = grad log p_t,
///
/// has the law p_t of dx/dt = v(x, t) at every time. Free of torch.
///
/// On a Gaussian path, x_t = a x1 + b z with z ~ N(0, I) independent of x1,
/// the velocity tells the score. With E_1, E_z the means of x1 and z given x_t,
///
///     x = a E_1 + b E_z,   v = a' E_1 + b' E_z,   s = -E_z / b,
///
/// so s = (a v - a' x) / (b N) with N = a' b - a b' > 0 [Ma24].
/// It is false for sources that depend on x1: a coupling other than the
/// independent one.
///
/// Where the velocity does not tell the score, a field of its own gives it
/// times the noise of the path, n(t) s (normal_part.h in core/path): of a
/// Brownian bridge from any source, for pairs of any coupling [Tong24b].

#include <functional>

#include "core/ode/sampler_options.h"

namespace flow::core {

/// The coefficients a of x1 and b of a standard normal noise at one time, and
/// their derivatives.
struct GaussianMix {
  double a, a_rate;
  double b, b_rate;
};

using GaussianSchedule = std::function<GaussianMix(double t)>;

/// dx = (velocity v(x, t) + position x + score e(x, t)) dt + noise dW, with e
/// the score times b.
struct SdeCoefficients {
  double velocity = 1;
  double position = 0;
  double score = 0;
  double noise = 0;
  // how fast points are drawn together that the noise pulls apart
  double pull = 0;
};

/// Those of the stochastic flow at t in (0, 1), with
///
///     kPath        w^2 = scale^2 2 b N / a, for scale = 1 the diffusion
///                  process whose marginals the path has
///     kConstant    w = scale
///     kSigma       w = scale b
///     kLinear      w = scale (1 - t)
///     kDecreasing  w = scale (1 - t)^2.
///
/// Not finite where the score times w^2 is not: kPath at a = 0, kConstant at
/// b = 0. `pull` is |position|.
SdeCoefficients SdeCoefficientsAt(double t, const GaussianMix& mix,
                                  Diffusion diffusion, double scale);

/// The same for a field that gives e = b s, with v taken as it is: `score` is
/// w^2 / (2 b) and `pull` w^2 / (2 b^2), since e is the mean of noises whose x
/// have the deviation b. `mix` is that of the noise in e. Of a Brownian bridge
/// kPath is scale g(t): w^2 = 2 b N / a is then the diffusion of the free
/// process, as b^2 / a^2 = F(1) (1 / r - 1) falls at the rate F(1) r' / r^2 =
/// g^2 / a^2. Where b / a grows there is no such process, and w is not a
/// number.
SdeCoefficients ScoredSdeCoefficientsAt(double t, const GaussianMix& mix,
                                        Diffusion diffusion, double scale);

}  // namespace flow::core

#endif  // CORE_ODE_SDE_COEFFICIENTS_H_
