#ifndef CORE_PATH_BROWNIAN_BRIDGE_H_
#define CORE_PATH_BROWNIAN_BRIDGE_H_

/// The law at time t of dX = g(t) dW, held fast at both ends. With
/// F(t) = int_0^t g^2 and r = F(t) / F(1), conditioning the Gaussian process on
/// X_0 = x0 and X_1 = x1 gives [Tong24b]
///
///     x_t = (1 - r) x0 + r x1 + sqrt(F(1) r (1 - r)) z.
///
/// Mean and noise run on one clock r; only for a constant g is it t. The three
/// noises:
///
///     constant            g = sigma                       r = t
///     linear decreasing   g = 2 sigma (1 - t)             1 - r = (1 - t)^3
///     cosine decreasing   g = sigma cos(pi t / 2) pi / 2  r = t + sin(pi t) /
///     pi
///
/// Both ends of the constant one, and the beginning of the others, are
/// infinitely fast; see path_coefficients.h.

#include "core/path/coefficients.h"
#include "core/path/path_options.h"

namespace flow::core {

PathCoefficients Coefficients(const BrownianBridgePathOptions& options,
                              double t);

/// F(1), the variance of the free process at t = 1: sigma^2, 4 sigma^2 / 3 and
/// pi^2 sigma^2 / 8. The entropic coupling on squared distances that makes the
/// path a Schroedinger bridge has the regularisation 2 F(1).
double BridgeVariance(const BrownianBridgePathOptions& options);

}  // namespace flow::core

#endif  // CORE_PATH_BROWNIAN_BRIDGE_H_
