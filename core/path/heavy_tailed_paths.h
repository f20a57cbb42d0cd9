#ifndef CORE_PATH_HEAVY_TAILED_PATHS_H_
#define CORE_PATH_HEAVY_TAILED_PATHS_H_

/// Heavy tails around the data, drawn in exponentially: Poisson flow [Xu22] as
/// a path for one degree of freedom, PFGM++ [Xu23] for any,
///
///     x_t = x1 + s(t) w,   s(t) = start^(1 - t) end^t,
///
/// with w of the multivariate Student t law of scale 1. The source is
/// x0 = start w, so that x_t = x1 + (end / start)^t x0. At t = 0 the target is
/// added to the source; sampling from the source alone leaves that out, which
/// is why start is many times the size of the data.

#include "core/path/coefficients.h"
#include "core/path/path_options.h"

namespace flow::core {

PathCoefficients Coefficients(const CauchyPathOptions& options, double t);
PathCoefficients Coefficients(const StudentTPathOptions& options, double t);

}  // namespace flow::core

#endif  // CORE_PATH_HEAVY_TAILED_PATHS_H_
