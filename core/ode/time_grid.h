#ifndef CORE_ODE_TIME_GRID_H_
#define CORE_ODE_TIME_GRID_H_

#include <cstdint>
#include <vector>

#include "core/ode/sampler_options.h"

namespace flow::core {

/// 0, 1/steps, 2/steps, ..., 1.
std::vector<double> UniformGrid(int64_t steps);

/// 0, then t = 1 / (1 + sigma) at the noise levels of [Karras22, Eq. 5]
///
///     sigma_i = (a + i / (n-1) (b - a))^rho,   i = 0, ..., n-1,
///     a = sigma_max^(1/rho),  b = sigma_min^(1/rho),
///
/// and 1, which is the level 0: n + 1 steps for n levels. On the path x_t = (1
/// - t) x0 + t x1 the point x_t / t has the noise level sigma = (1 - t) / t.
/// EDM begins at sigma_max with points of N(0, sigma_max^2 I), as if the data
/// were at its mean; the step from 0 to the first level goes there along the
/// flow instead, so that the grid is of the whole interval.
///
/// On the rays of a Poisson field (RayPathOptions) the level is sigma = (1 - t)
/// sigma_source [Xu23], so that t = 1 - sigma / sigma_source, and where
/// sigma_max is sigma_source there is no step before the first level.
std::vector<double> EdmGrid(const EdmHeunOptions& options);

}  // namespace flow::core

#endif  // CORE_ODE_TIME_GRID_H_
