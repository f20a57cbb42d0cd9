#include "core/train/rows_of_rank.h"

#include <utility>

#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/processes/rows_of_process.h"

namespace flow::core {

RowsOfRank::RowsOfRank(std::shared_ptr<const Batches> batches, int64_t rank,
                       int64_t ranks)
    : batches_(std::move(batches)), rank_(rank), ranks_(ranks) {
  FLOW_CHECK(0 <= rank && rank < ranks) << "rank " << rank << " of " << ranks;
}

absl::StatusOr<Batch> RowsOfRank::Whole(int64_t step) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!stretch_ || !stretch_->Holds(step)) {
    FLOW_ASSIGN_OR_RETURN(stretch_, batches_->GetStretch(step));
  }
  return stretch_->At(step);
}

absl::StatusOr<Stretch> RowsOfRank::GetStretch(int64_t step) const {
  FLOW_ASSIGN_OR_RETURN(const Batch whole, Whole(step));
  const int64_t rows = whole.t_b.size(0);
  FLOW_CHECK(ranks_ <= rows) << rows << " rows for " << ranks_ << " processes";
  return Stretch{.first = step,
                 .rows = Rows(whole, FirstRowOf(rank_, ranks_, rows),
                              FirstRowOf(rank_ + 1, ranks_, rows))};
}

}  // namespace flow::core
