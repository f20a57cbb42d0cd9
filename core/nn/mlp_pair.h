#ifndef CORE_NN_MLP_PAIR_H_
#define CORE_NN_MLP_PAIR_H_

#include "core/nn/mlp.h"
#include "core/nn/network.h"
#include "core/nn/network_options.h"

namespace flow::core {

/// Two perceptrons, u for the way from the source to the target and v for the
/// way back, whose time runs from the target on. They are told at the same
/// point of the way, behind each other:
///
///     f(x, t) = [u(x, t), v(x, 1 - t)].
///
/// Parameters are those of Mlp, "forward." before the names of u's and then
/// "backward." before those of v's, which are drawn apart.
class MlpPair : public Network {
 public:
  /// Needs `options.each` without classes and with one output, which is
  /// FLOW_CHECKed.
  explicit MlpPair(const MlpPairOptions& options);

  Parameters Initialize(Seed seed) const override;

  at::Tensor Outputs(const Parameters& parameters,
                     const NetworkInput& input) const override;

 private:
  Mlp each_;
};

/// The parameters of u for `half` 0, of v for 1, by the names that Mlp gives;
/// the values share memory and graph.
Parameters HalfOf(const Parameters& pair, int half);

}  // namespace flow::core

#endif  // CORE_NN_MLP_PAIR_H_
