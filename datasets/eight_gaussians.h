#ifndef DATASETS_EIGHT_GAUSSIANS_H_
#define DATASETS_EIGHT_GAUSSIANS_H_

#include <vector>

#include "core/distribution/gaussian_component.h"
#include "datasets/distribution_options.h"

namespace flow::datasets {

/// Eight normal laws of equal weight on a circle, in the plane:
///
///     m_k = radius (cos(k pi / 4), sin(k pi / 4)),  s_k = std,  k = 0, ..., 7.
///
/// The mean is 0 and the covariance (radius^2 / 2 + std^2) I. Needs valid
/// options; the law is core::GaussianMixture::Create of the result.
std::vector<core::GaussianComponent> EightGaussians(
    const EightGaussiansOptions& options);

}  // namespace flow::datasets

#endif  // DATASETS_EIGHT_GAUSSIANS_H_
