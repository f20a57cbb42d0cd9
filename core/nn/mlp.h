#ifndef CORE_NN_MLP_H_
#define CORE_NN_MLP_H_

#include "core/nn/network.h"
#include "core/nn/network_options.h"
#include "core/nn/point_embedding.h"

namespace flow::core {

/// A multilayer perceptron on the embeddings of x and t (the point itself and
/// the time itself, if nothing else is asked for), and the unit vector of the
/// label, where there are classes; nought for a hidden one:
///
///     h_0 = [e(x), e(t), e_label],  h_{k+1} = f(W_k h_k + b_k),  v = W_L h_L +
///     b_L.
///
/// Parameters are "layers.k.weight" [out, in] and "layers.k.bias" [out], names
/// and layouts of PyTorch's Sequential of Linear layers, with k counting the
/// linear layers. They start as PyTorch's do: uniform on (-1/sqrt(in),
/// 1/sqrt(in)), element i of a tensor from row i of a seed derived from the
/// tensor's name. The points, the times and the parameters have one dtype.
class Mlp : public Network {
 public:
  /// Needs dim >= 1 and a hidden layer, which is FLOW_CHECKed.
  explicit Mlp(const MlpOptions& options);

  Parameters Initialize(Seed seed) const override;

  at::Tensor Outputs(const Parameters& parameters,
                     const NetworkInput& input) const override;

 private:
  MlpOptions options_;
  PointEmbedding points_;
};

}  // namespace flow::core

#endif  // CORE_NN_MLP_H_
