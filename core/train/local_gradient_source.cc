#include "core/train/local_gradient_source.h"

#include <utility>

#include "core/base/status_macros.h"

namespace flow::core {

LocalGradientSource::LocalGradientSource(
    std::unique_ptr<BatchGradient> gradient,
    std::shared_ptr<const Batches> batches, ThreadPool* pool)
    : gradient_(std::move(gradient)),
      batches_(std::move(batches)),
      pool_(pool) {}

absl::StatusOr<Gradient> LocalGradientSource::Get(
    int64_t step, const FlatParameters& parameters) {
  if (!stretch_ || !stretch_->stretch.Holds(step)) {
    FLOW_ASSIGN_OR_RETURN(Stretch stretch, batches_->GetStretch(step));
    stretch_ = gradient_->Prepare(std::move(stretch));
  }
  return gradient_->Compute(*stretch_, step, parameters, pool_);
}

}  // namespace flow::core
