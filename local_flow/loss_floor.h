#ifndef LOCAL_FLOW_LOSS_FLOOR_H_
#define LOCAL_FLOW_LOSS_FLOOR_H_

#include <vector>

#include "core/base/random.h"
#include "core/distribution/gaussian_component.h"
#include "core/path/path_options.h"
#include "core/train/train_options.h"
#include "local_flow/block_options.h"

namespace flow::local_flow {

/// The least loss that any network can have on a block whose clean end is the
/// mixture: the mean over pairs, times and coordinates of
///
///     |u - v(x_t, t)|^2,
///
/// u the velocity of the pair and v the exact one of BlockMarginal. Estimated
/// over 20 000 pairs that `seed` gives, to about one per cent; not so well
/// where the path has no finite energy (HasFiniteEnergy), few pairs then making
/// most of it. Of a coupling by optimal transport none is known: FLOW_CHECK.
double LossFloor(const std::vector<core::GaussianComponent>& mixture,
                 const BlockOptions& block, const core::PathOptions& path,
                 const core::TimeLawOptions& time_law, Seed seed);

}  // namespace flow::local_flow

#endif  // LOCAL_FLOW_LOSS_FLOOR_H_
