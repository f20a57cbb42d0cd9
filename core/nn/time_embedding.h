#ifndef CORE_NN_TIME_EMBEDDING_H_
#define CORE_NN_TIME_EMBEDDING_H_

#include "ATen/core/Tensor.h"
#include "core/nn/network_options.h"

namespace flow::core {

/// The columns that stand for the times `t_b` [B] in a network's input, [B, W]
/// with W = TimeWidth(options), in the dtype of `t_b`.
///
/// Concatenated: t itself. Sinusoidal [Vaswani17], with diffusion's convention
/// of times up to 1000: for k = 0 ... W/2 - 1 and w_k = 10000^(-k / (W/2)),
///
///     column k       cos(1000 t w_k),
///     column k + W/2 sin(1000 t w_k).
at::Tensor EmbedTime(const at::Tensor& t_b,
                     const TimeEmbeddingOptions& options);

}  // namespace flow::core

#endif  // CORE_NN_TIME_EMBEDDING_H_
