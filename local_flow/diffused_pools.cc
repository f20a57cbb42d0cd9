#include "local_flow/diffused_pools.h"

#include <utility>

#include "ATen/TensorOperators.h"
#include "core/tensor/random_tensor.h"

namespace flow::local_flow {

std::vector<BlockPool> DiffusedPools(at::Tensor pool_md,
                                     const std::vector<BlockOptions>& blocks,
                                     Seed seed) {
  std::vector<BlockPool> pools;
  for (const BlockOptions& block : blocks) {
    pools.push_back({pool_md, block});
    if (pools.size() == blocks.size()) break;  // no block has what follows
    const at::Tensor z_md = core::NormalTensor(
        DeriveSeed(seed, "block", static_cast<int64_t>(pools.size())),
        pool_md.size(0), pool_md.size(1));
    pool_md = block.diffusion.keep * pool_md + block.diffusion.noise * z_md;
  }
  return pools;
}

}  // namespace flow::local_flow
