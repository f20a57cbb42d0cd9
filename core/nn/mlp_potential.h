#ifndef CORE_NN_MLP_POTENTIAL_H_
#define CORE_NN_MLP_POTENTIAL_H_

#include "core/nn/potential.h"
#include "core/nn/potential_options.h"

namespace flow::core {

/// A multilayer perceptron with one output,
///
///     h_0 = x,  h_{k+1} = s(W_k h_k + b_k),  f(x) = W_L h_L + b_L,
///
/// with the parameters of InitializeLinearLayers. It grows no faster than |x|.
class MlpPotential : public Potential {
 public:
  /// Needs dim >= 1 and a hidden layer, which is FLOW_CHECKed.
  explicit MlpPotential(const MlpPotentialOptions& options);

  Parameters Initialize(Seed seed) const override;
  at::Tensor Values(const Parameters& parameters,
                    const at::Tensor& x_bd) const override;

 private:
  MlpPotentialOptions options_;
};

}  // namespace flow::core

#endif  // CORE_NN_MLP_POTENTIAL_H_
