#ifndef CORE_NN_TIME_EMBEDDING_H_
#define CORE_NN_TIME_EMBEDDING_H_

#include <vector>

#include "ATen/core/Tensor.h"
#include "core/nn/network_options.h"

namespace flow::core {

/// The W/2 frequencies w_k of the Fourier embedding, scale times standard
/// normal numbers. They are drawn from a seed of their own, the same for all
/// experiments, and w_k depends on the scale and on k alone: a network is given
/// by its options and its trained weights, and no file need hold frequencies.
std::vector<double> FourierFrequencies(const FourierTimeOptions& options);

/// The columns that stand for the times `t_b` [B] in a network's input, [B, W]
/// with W = TimeWidth(options), in the dtype of `t_b`.
///
/// Concatenated: t itself. Sinusoidal [Vaswani17], with a scale s of 1000 by
/// diffusion's convention of times up to that: for k = 0 ... W/2 - 1 and
/// w_k = 10000^(-k / (W/2)),
///
///     column k       cos(s t w_k),
///     column k + W/2 sin(s t w_k).
///
/// Fourier [Song21]: with the w_k of FourierFrequencies,
///
///     column k       cos(2 pi w_k t),
///     column k + W/2 sin(2 pi w_k t),
///
/// computed in double and rounded once, since an angle has hundreds of radians.
at::Tensor EmbedTime(const at::Tensor& t_b,
                     const TimeEmbeddingOptions& options);

}  // namespace flow::core

#endif  // CORE_NN_TIME_EMBEDDING_H_
