#ifndef CORE_NN_LINEAR_LAYERS_H_
#define CORE_NN_LINEAR_LAYERS_H_

/// Linear layers with an activation between them, what every perceptron here is
/// made of.

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "absl/types/span.h"
#include "core/base/random.h"
#include "core/nn/network.h"
#include "core/nn/network_options.h"

namespace flow::core {

/// "layers.k.weight" [out, in] and "layers.k.bias" [out] for each two widths in
/// a row, names and layouts of PyTorch's Sequential of Linear layers, with k
/// counting the linear layers. Float32, started as PyTorch's are: uniform on
/// (-1/sqrt(in), 1/sqrt(in)), element i of a tensor from row i of a seed
/// derived from the tensor's name.
Parameters InitializeLinearLayers(absl::Span<const int64_t> widths, Seed seed);

/// W_L h_L + b_L for `h_0` [B, in], with h_{k+1} = activation(W_k h_k + b_k).
/// The parameters and h_0 have one dtype.
at::Tensor ApplyLinearLayers(const Parameters& parameters,
                             Activation activation, double softplus_beta,
                             const at::Tensor& h_0);

}  // namespace flow::core

#endif  // CORE_NN_LINEAR_LAYERS_H_
