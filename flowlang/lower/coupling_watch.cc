#include "flowlang/lower/coupling_watch.h"

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace flow::lang {

absl::StatusOr<core::Stretch> CouplingWatch::GetStretch(int64_t step) const {
  FLOW_ASSIGN_OR_RETURN(core::Stretch stretch, batches_->GetStretch(step));
  last_ = stretch.rows.coupling;
  if (!last_.converged && !warned_) {
    warned_ = true;
    FLOW_RETURN_IF_ERROR(warn_(absl::StrCat(
        "the coupling of step ", step + 1, " stopped after ", last_.iterations,
        " iterations, ", last_.marginal_error,
        " from its marginals in total variation; a larger regularization or "
        "more max_iterations helps")));
  }
  return stretch;
}

}  // namespace flow::lang
