#include "core/train/switched_batches.h"

#include <algorithm>
#include <utility>

#include "core/base/status_macros.h"

namespace flow::core {

SwitchedBatches::SwitchedBatches(std::shared_ptr<const Batches> before,
                                 std::shared_ptr<const Batches> after,
                                 int64_t step)
    : before_(std::move(before)), after_(std::move(after)), step_(step) {}

absl::StatusOr<Stretch> SwitchedBatches::GetStretch(int64_t step) const {
  FLOW_ASSIGN_OR_RETURN(Stretch stretch, step < step_
                                             ? before_->GetStretch(step)
                                             : after_->GetStretch(step));
  const int64_t end = stretch.End();
  const bool is_over = stretch.first < step_ && step_ < end;
  if (!is_over) return stretch;
  // the part on the step's own side
  const int64_t first = step < step_ ? stretch.first : step_;
  const int64_t steps = (step < step_ ? step_ : end) - first;
  const int64_t rows = stretch.batch_rows();
  return Stretch{first, steps,
                 Rows(stretch.rows, (first - stretch.first) * rows,
                      (first - stretch.first + steps) * rows)};
}

int64_t SwitchedBatches::StretchEnd(int64_t step) const {
  return step < step_ ? std::min(before_->StretchEnd(step), step_)
                      : after_->StretchEnd(step);
}

}  // namespace flow::core
