#ifndef CORE_PATH_INTERPOLATING_PATHS_H_
#define CORE_PATH_INTERPOLATING_PATHS_H_

/// Curves from a source point to a target point, the source being of any law.

#include "core/path/coefficients.h"
#include "core/path/path_options.h"

namespace flow::core {

/// x_t = (1 - t) x0 + t x1 + sigma z: I-CFM and OT-CFM [Tong24, Eqs. 14-15],
/// with sigma = 0 rectified flow [Liu23]. The tube keeps its width, so that the
/// velocity x1 - x0 does not depend on z.
PathCoefficients Coefficients(const LinearPathOptions& options, double t);

/// x_t = cos(pi t / 2) x0 + sin(pi t / 2) x1 + sigma z [Albergo23]: ends that
/// are uncorrelated and of one variance keep it on the way.
PathCoefficients Coefficients(const TrigonometricPathOptions& options,
                              double t);

/// x_t = (1 - t^n) x0 + t^n x1: the line, at another pace. With n < 1 it sets
/// out infinitely fast.
PathCoefficients Coefficients(const PolynomialPathOptions& options, double t);

}  // namespace flow::core

#endif  // CORE_PATH_INTERPOLATING_PATHS_H_
