#ifndef CORE_FINETUNE_LOW_RANK_GRADIENT_H_
#define CORE_FINETUNE_LOW_RANK_GRADIENT_H_

#include <memory>

#include "core/finetune/low_rank_adapter.h"
#include "core/train/batch_gradient.h"

namespace flow::core {

/// Gradients with respect to an adapter: those of the network at the weights
/// that it stands for, by the chain rule. Whatever computes the network's knows
/// nothing of it. The same bits for any number of threads.
class LowRankGradient : public BatchGradient {
 public:
  LowRankGradient(std::unique_ptr<BatchGradient> network,
                  std::shared_ptr<const LowRankAdapter> adapter);

  PreparedStretch Prepare(Stretch stretch) const override;

  /// `parameters` are those of the adapter.
  Gradient Compute(const PreparedStretch& prepared, int64_t step,
                   const FlatParameters& parameters, ThreadPool* pool) override;

 private:
  std::unique_ptr<BatchGradient> network_;
  std::shared_ptr<const LowRankAdapter> adapter_;
  FlatParameters weights_;  // that the adapter stood for last
  FlatParameters pulled_;   // as Gradient::flat, reused
};

}  // namespace flow::core

#endif  // CORE_FINETUNE_LOW_RANK_GRADIENT_H_
