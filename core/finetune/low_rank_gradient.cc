#include "core/finetune/low_rank_gradient.h"

#include <utility>

namespace flow::core {

LowRankGradient::LowRankGradient(std::unique_ptr<BatchGradient> network,
                                 std::shared_ptr<const LowRankAdapter> adapter)
    : network_(std::move(network)),
      adapter_(std::move(adapter)),
      weights_(Flatten(adapter_->base())),
      pulled_(Flatten(adapter_->Initialize(0))) {}

PreparedStretch LowRankGradient::Prepare(Stretch stretch) const {
  return network_->Prepare(std::move(stretch));
}

Gradient LowRankGradient::Compute(const PreparedStretch& prepared, int64_t step,
                                  const FlatParameters& parameters,
                                  ThreadPool* pool) {
  adapter_->Apply(parameters.named, weights_.named);
  const Gradient gradient = network_->Compute(prepared, step, weights_, pool);
  adapter_->PullBack(parameters.named,
                     ViewsOf(gradient.flat, weights_.named).named,
                     pulled_.named);
  return {pulled_.flat, gradient.loss};
}

}  // namespace flow::core
