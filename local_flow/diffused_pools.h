#ifndef LOCAL_FLOW_DIFFUSED_POOLS_H_
#define LOCAL_FLOW_DIFFUSED_POOLS_H_

#include <vector>

#include "ATen/core/Tensor.h"
#include "core/base/random.h"
#include "local_flow/pool_batches.h"

namespace flow::local_flow {

/// Where the diffusion itself takes the pool, for blocks that are learnt all at
/// once: block 1 has the pool, and block n + 1 the points
///
///     x' = keep x + noise z,  z standard normal,
///
/// of block n, which by the semigroup are the pool after the sum of the sizes.
/// A block that follows a trained one has the points that this one moved,
/// instead, errors included. Point by point of the pool, by `seed`.
std::vector<BlockPool> DiffusedPools(at::Tensor pool_md,
                                     const std::vector<BlockOptions>& blocks,
                                     Seed seed);

}  // namespace flow::local_flow

#endif  // LOCAL_FLOW_DIFFUSED_POOLS_H_
