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

#include <functional>

#include "core/ode/sampler_options.h"

namespace flow::core {

/// The coefficients of the path at one time, and their derivatives.
struct GaussianMix {
  double a, a_rate;
  double b, b_rate;
};

using GaussianSchedule = std::function<GaussianMix(double t)>;

/// dx = (velocity v(x, t) + position x) dt + noise dW.
struct SdeCoefficients {
  double velocity = 1;
  double position = 0;
  double noise = 0;
};

/// Those of the stochastic flow at t in (0, 1), with
///
///     kPath        w^2 = scale^2 2 b N / a, for scale = 1 the diffusion
///     process
///                  whose marginals the path has
///     kConstant    w = scale
///     kSigma       w = scale b
///     kLinear      w = scale (1 - t)
///     kDecreasing  w = scale (1 - t)^2.
///
/// Not finite where the score times w^2 is not: kPath at a = 0, kConstant at
/// b = 0.
SdeCoefficients SdeCoefficientsAt(double t, const GaussianMix& mix,
                                  Diffusion diffusion, double scale);

}  // namespace flow::core

#endif  // CORE_ODE_SDE_COEFFICIENTS_H_
