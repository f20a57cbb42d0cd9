#ifndef LOCAL_FLOW_BLOCK_OPTIONS_H_
#define LOCAL_FLOW_BLOCK_OPTIONS_H_

/// What a block of a chain is trained on. No torch.

#include "local_flow/step_sizes.h"

namespace flow::local_flow {

/// Which diffused point goes with which point; see pool_batches.h.
enum class LocalCoupling { kDependent, kShuffled, kIndependent, kMinibatchOt };

struct BlockOptions {
  Diffusion diffusion;  // from the clean end to the noisy one
  LocalCoupling coupling = LocalCoupling::kDependent;
};

}  // namespace flow::local_flow

#endif  // LOCAL_FLOW_BLOCK_OPTIONS_H_
