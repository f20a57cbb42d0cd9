#include "local_flow/diffused_pools.h"

#include <cmath>

namespace flow::local_flow {

std::vector<BlockPool> DiffusedPools(const core::RowStore& pool,
                                     const std::vector<BlockOptions>& blocks) {
  std::vector<BlockPool> pools;
  Diffusion before = {.keep = 1, .noise = 0};
  for (const BlockOptions& block : blocks) {
    pools.push_back({pool, block, before});
    const Diffusion& step = block.diffusion;
    before = {.keep = step.keep * before.keep,
              .noise = std::hypot(step.keep * before.noise, step.noise)};
  }
  return pools;
}

}  // namespace flow::local_flow
