#ifndef DATASETS_MAKE_DISTRIBUTION_H_
#define DATASETS_MAKE_DISTRIBUTION_H_

#include <memory>

#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/distribution/distribution.h"
#include "datasets/distribution_options.h"

namespace flow::datasets {

/// The distribution that `options` describe. A generated law with `points` set
/// becomes a finite set of points that are drawn here, from a seed derived from
/// `data_seed`; nothing else depends on the seed. InvalidArgument as Validate;
/// for a file the errors of LoadArrayFile, LoadPixelGrid, LoadTabular or
/// LoadImages.
absl::StatusOr<std::shared_ptr<const core::Distribution>> MakeDistribution(
    const DistributionOptions& options, Seed data_seed);

}  // namespace flow::datasets

#endif  // DATASETS_MAKE_DISTRIBUTION_H_
