#ifndef CORE_PATH_FIELD_PATHS_H_
#define CORE_PATH_FIELD_PATHS_H_

/// The flows of interaction fields: what runs along the lines of a field that
/// leads forward only, with t the share of the way from plate to plate.

#include "core/path/coefficients.h"
#include "core/path/path_options.h"

namespace flow::core {

/// x_t = (1 - t) x0 + t x1 + c(t) z: a tube about the line of each pair, which
/// begins and ends in a point [Manukhov25],
///
///     c(t) = width sin(pi s / 2),   s = min(t, 1 - t, ends) / ends.
PathCoefficients Coefficients(const TubePathOptions& options, double t);

/// x_t = x1 + (1 - t) x0: rays from each data point, with x0 of Student's t
/// law. It is the path of heavy_tailed_paths.h at the pace of z = 1 - t: for
/// one degree of freedom and scale L the lines of a Poisson flow [Xu22] from
/// the plane at the distance L, for n and L / sqrt(n) those of PFGM++ [Xu23]
/// from the radius L.
PathCoefficients Coefficients(const RayPathOptions& options, double t);

}  // namespace flow::core

#endif  // CORE_PATH_FIELD_PATHS_H_
