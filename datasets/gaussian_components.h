#ifndef DATASETS_GAUSSIAN_COMPONENTS_H_
#define DATASETS_GAUSSIAN_COMPONENTS_H_

#include <optional>
#include <vector>

#include "core/distribution/gaussian_component.h"
#include "datasets/distribution_options.h"

namespace flow::datasets {

/// The normal laws that a law is a mixture of; empty for another law, and for
/// points of one. Needs valid options. No torch.
std::optional<std::vector<core::GaussianComponent>> GaussianComponents(
    const DistributionOptions& options);

}  // namespace flow::datasets

#endif  // DATASETS_GAUSSIAN_COMPONENTS_H_
