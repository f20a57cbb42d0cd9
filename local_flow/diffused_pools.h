#ifndef LOCAL_FLOW_DIFFUSED_POOLS_H_
#define LOCAL_FLOW_DIFFUSED_POOLS_H_

#include <vector>

#include "core/tensor/row_store.h"
#include "local_flow/block_options.h"
#include "local_flow/pool_batches.h"

namespace flow::local_flow {

/// Where the diffusion itself takes the pool, for blocks that are learnt all at
/// once: block 1 has the pool, and block n + 1 the points
///
///     x' = keep x + noise z,  z standard normal,
///
/// of the sum of the sizes before it, which by the semigroup are those of the
/// steps one after the other. A block that follows a trained one has the points
/// that this one moved, instead, errors included. All share the pool's memory.
std::vector<BlockPool> DiffusedPools(const core::RowStore& pool,
                                     const std::vector<BlockOptions>& blocks);

}  // namespace flow::local_flow

#endif  // LOCAL_FLOW_DIFFUSED_POOLS_H_
