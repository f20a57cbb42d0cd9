#ifndef CORE_TRAIN_OPTIMIZER_H_
#define CORE_TRAIN_OPTIMIZER_H_

/// The rules that turn gradients into steps.
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

#include "ATen/core/Tensor.h"
#include "core/base/thread_pool.h"
#include "core/nn/network.h"
#include "core/train/train_options.h"

namespace flow::core {

// Shapes: P parameters, as in FlatParameters::flat.

/// What one step starts from and changes; float32 [P].
struct OptimizerStep {
  at::Tensor weights;         // changed in place
  at::Tensor gradient;        // may be changed
  double rate_factor = 1;     // multiplies the learning rate
  double gradient_scale = 1;  // multiplies the gradient first
  // average <- average + average_blend (weights - average), if it is defined
  at::Tensor average;
  double average_blend = 0;
};

/// Holds the moments of one flat array of parameters. Draws nothing. Not
/// thread-safe.
class Optimizer {
 public:
  virtual ~Optimizer() = default;

  /// Goes one step along the gradient; the same bits for any pool.
  virtual void Step(const OptimizerStep& step, ThreadPool* pool) = 0;

  /// The tensors that a checkpoint must hold; sharing memory with the state, so
  /// that copying into them restores it.
  virtual std::vector<NamedTensor> State() const = 0;
};

/// An optimiser with fresh moments for `parameters` numbers.
std::unique_ptr<Optimizer> MakeOptimizer(const OptimizerOptions& options,
                                         int64_t parameters);

}  // namespace flow::core

#endif  // CORE_TRAIN_OPTIMIZER_H_
