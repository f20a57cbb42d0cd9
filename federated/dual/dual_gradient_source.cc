#include "federated/dual/dual_gradient_source.h"

#include <utility>

#include "core/base/check.h"
#include "core/base/status_macros.h"

namespace flow::federated {

DualGradientSource::DualGradientSource(
    DualLaws laws, std::shared_ptr<const DualGradient> gradient, Seed seed,
    std::optional<DivergenceGuard> guard)
    : laws_(std::move(laws)),
      gradient_(std::move(gradient)),
      seed_(seed),
      guard_(std::move(guard)) {
  FLOW_CHECK(laws_.source->dim() == laws_.target->dim() && laws_.batch >= 1)
      << "laws of one dimension, and a batch";
}

DualBatch DualGradientSource::BatchOf(int64_t step) const {
  const SemidualOptions& options = gradient_->options();
  DualBatch batch;
  batch.x0_bd =
      laws_.source->Draw(laws_.batch, DeriveSeed(seed_, "source", step)).x_nd;
  batch.x1_bd =
      laws_.target->Draw(laws_.batch, DeriveSeed(seed_, "target", step)).x_nd;
  if (options.read_out == ReadOut::kSoftmin ||
      options.inner.start == InnerStart::kPoolMinimum) {
    batch.candidates = laws_.source
                           ->Draw(CandidateRows(options, laws_.batch),
                                  DeriveSeed(seed_, "candidates", step))
                           .x_nd;
    if (options.pool == Pool::kFresh) {
      batch.candidates = batch.candidates.view(
          {laws_.batch, options.candidates, laws_.source->dim()});
    }
  }
  return batch;
}

absl::StatusOr<core::Gradient> DualGradientSource::Get(
    int64_t step, const core::FlatParameters& parameters) {
  const DualBatch batch = BatchOf(step);
  last_ = gradient_->Compute(parameters.named, batch);
  if (guard_ && guard_->IsDue(step)) {
    FLOW_RETURN_IF_ERROR(
        guard_->Check(step, last_.dual_value, batch.x0_bd, batch.x1_bd));
  }
  return core::Gradient{last_.flat_gradient, -last_.dual_value};
}

}  // namespace flow::federated
