#ifndef CORE_TRAIN_AUTOGRAD_GRADIENT_H_
#define CORE_TRAIN_AUTOGRAD_GRADIENT_H_

#include <memory>

#include "core/nn/network.h"
#include "core/train/batch_gradient.h"
#include "core/train/objective.h"

namespace flow::core {

/// Gradients by LibTorch's autograd: the reference, and the way for whatever
/// has no kernels. A batch is cut into shards of Network::ShardRows, which the
/// pool's threads share; the shards' gradients are added in their order, so any
/// number of threads gives the same bits. Each thread must run LibTorch
/// single-threaded.
class AutogradGradient : public BatchGradient {
 public:
  AutogradGradient(std::shared_ptr<const Network> network,
                   std::shared_ptr<const Objective> objective);

  Gradient Compute(const PreparedStretch& prepared, int64_t step,
                   const FlatParameters& parameters, ThreadPool* pool) override;

 private:
  std::shared_ptr<const Network> network_;
  std::shared_ptr<const Objective> objective_;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_AUTOGRAD_GRADIENT_H_
