#ifndef CORE_PATH_NOISE_TO_DATA_PATHS_H_
#define CORE_PATH_NOISE_TO_DATA_PATHS_H_

/// x_t = b(t) x1 + a(t) x0 with x0 standard normal: the diffusions, run from
/// noise to data. Without a noise of their own.
///
/// The variance-preserving ones have a^2 + b^2 = 1. Where b(1) = 1 they end
/// with a' infinite, since a ~ sqrt(1 - t); see path_coefficients.h.

#include "core/path/coefficients.h"
#include "core/path/path_options.h"

namespace flow::core {

/// b = t, a = 1 - (1 - sigma_min) t [Lipman23, Eq. 20]. It ends at
/// x1 + sigma_min x0, not at the target itself.
PathCoefficients Coefficients(const TargetConditionalPathOptions& options,
                              double t);

/// b = f(1 - t) / f(0) with f(s) = cos(pi / 2 (s + offset) / (1 + offset))
/// [Nichol21, Eq. 17, whose alpha-bar is b^2], a = sqrt(1 - b^2).
PathCoefficients Coefficients(const CosinePathOptions& options, double t);

/// b = t, a = sqrt(1 - t^2).
PathCoefficients Coefficients(const LinearVpPathOptions& options, double t);

/// b = exp(-s^2 (beta_max - beta_min) / 4 - s beta_min / 2) with s = 1 - t,
/// a = sqrt(1 - b^2) [Song21, Eq. 33]. It begins with a trace b(0) of the
/// target, 0.0066 for the usual betas; sampling from the source itself leaves
/// that out.
PathCoefficients Coefficients(const VpPathOptions& options, double t);

/// b and a polynomials in t.
PathCoefficients Coefficients(const GeneralGaussianPathOptions& options,
                              double t);

}  // namespace flow::core

#endif  // CORE_PATH_NOISE_TO_DATA_PATHS_H_
