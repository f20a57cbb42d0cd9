#ifndef CORE_TRAIN_OPTIMIZER_H_
#define CORE_TRAIN_OPTIMIZER_H_

/// The rules that turn gradients into steps, by LibTorch's fused kernels.
///
/// With g the gradient, r the learning rate times its schedule, k the step from
/// 1:
///
///     Adam   m <- b1 m + (1 - b1) g;  v <- b2 v + (1 - b2) g^2;
///            w <- w - r (m / (1 - b1^k)) / (sqrt(v / (1 - b2^k)) + eps)
///                                                        [Kingma15]
///     AdamW  w <- (1 - r decay) w first, then Adam       [Loshchilov19]
///     SGD    g <- g + decay w;  v <- momentum v + g (v = g at k = 1);
///            w <- w - r v, or w - r (g + momentum v) with nesterov

#include <memory>
#include <vector>

#include "core/nn/network.h"
#include "core/train/train_options.h"

namespace flow::core {

/// Holds the moments of one list of float32 parameters. Draws nothing. Not
/// thread-safe.
class Optimizer {
 public:
  virtual ~Optimizer() = default;

  /// Changes `parameters` in place by one step along `gradients` (same order
  /// and shapes), the learning rate multiplied by `factor`.
  virtual void Step(const std::vector<at::Tensor>& parameters,
                    const std::vector<at::Tensor>& gradients,
                    double factor) = 0;

  /// The tensors that a checkpoint must hold; sharing memory with the state, so
  /// that copying into them restores it.
  virtual std::vector<NamedTensor> State() const = 0;
};

/// An optimiser with fresh moments for `parameters`.
std::unique_ptr<Optimizer> MakeOptimizer(const OptimizerOptions& options,
                                         const Parameters& parameters);

}  // namespace flow::core

#endif  // CORE_TRAIN_OPTIMIZER_H_
