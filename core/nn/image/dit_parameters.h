#ifndef CORE_NN_IMAGE_DIT_PARAMETERS_H_
#define CORE_NN_IMAGE_DIT_PARAMETERS_H_

#include <cstdint>

#include "core/nn/network_options.h"
#include "core/nn/parameter_spec.h"

namespace flow::core {

/// The cosines and sines of the time that the transformer embeds.
inline constexpr int64_t kDitTimeWidth = 256;

/// All parameters in the order and under the names of DiT
/// ("blocks.0.attn.qkv.weight"), started as there: linear layers and the
/// patches' by Glorot's uniform law with zero biases, the embeddings of time
/// and label normal with a deviation of 0.02, and zero what modulates a
/// normalisation and the last layer. The place of a patch is no parameter: it
/// is computed. No torch.
ParameterSpecs ParametersOf(const DitOptions& options);

}  // namespace flow::core

#endif  // CORE_NN_IMAGE_DIT_PARAMETERS_H_
