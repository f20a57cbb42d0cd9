#include "core/train/summed_gradients.h"

#include <utility>

#include "ATen/ops/empty.h"
#include "ATen/ops/mul.h"
#include "core/base/status_macros.h"

namespace flow::core {

SummedGradients::SummedGradients(std::shared_ptr<GradientSource> own,
                                 double share, ProcessGroup* group)
    : own_(std::move(own)), share_(share), group_(group) {}

absl::StatusOr<Gradient> SummedGradients::Get(
    int64_t step, const FlatParameters& parameters) {
  FLOW_ASSIGN_OR_RETURN(const Gradient own, own_->Get(step, parameters));
  const int64_t numbers = own.flat.size(0);
  if (!sent_.defined()) sent_ = at::empty({numbers + 1}, own.flat.options());
  at::Tensor flat = sent_.narrow(0, 0, numbers);
  at::mul_out(flat, own.flat, at::Scalar(share_));
  sent_[numbers].fill_(own.loss * share_);
  FLOW_RETURN_IF_ERROR(group_->Sum(sent_))
      << "while adding the gradients of the processes at step " << step + 1;
  return Gradient{flat, sent_[numbers].item<double>()};
}

}  // namespace flow::core
