#include "flowlang/lower/coupling_watch.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace flow::lang {

absl::StatusOr<core::Stretch> CouplingWatch::GetStretch(int64_t step) const {
  FLOW_ASSIGN_OR_RETURN(core::Stretch stretch, batches_->GetStretch(step));
  last_ = stretch.rows.coupling;
  undrawn_ = stretch.rows.x0_draw ? std::optional(step) : std::nullopt;
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

absl::StatusOr<core::CouplingReport> CouplingWatch::Last() const {
  if (undrawn_) {
    FLOW_ASSIGN_OR_RETURN(const core::Stretch drawn,
                          pairs_->GetStretch(*undrawn_));
    last_ = drawn.rows.coupling;
    undrawn_.reset();
  }
  return last_;
}

core::CouplingReport MeanReport(
    absl::Span<const std::pair<double, core::CouplingReport>> weighted) {
  using Report = core::CouplingReport;
  double total = 0;
  for (const auto& [weight, report] : weighted) total += weight;
  Report mean;
  for (double Report::*part :
       {&Report::cost, &Report::duality_gap, &Report::marginal_error,
        &Report::distinct_targets, &Report::effective_share,
        &Report::distinct_sources, &Report::chosen_square,
        &Report::effective_pairs}) {
    double sum = 0;
    for (const auto& [weight, report] : weighted) sum += weight * report.*part;
    mean.*part = sum / total;
  }
  for (const auto& [weight, report] : weighted) {
    mean.iterations = std::max(mean.iterations, report.iterations);
    mean.converged = mean.converged && report.converged;
  }
  return mean;
}

}  // namespace flow::lang
