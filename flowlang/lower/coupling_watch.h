#ifndef FLOWLANG_LOWER_COUPLING_WATCH_H_
#define FLOWLANG_LOWER_COUPLING_WATCH_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "core/train/batch.h"

namespace flow::lang {

/// Passes batches on and looks at their couplings: the first whose solver
/// stopped before its tolerance was met is told of, once. For one thread at a
/// time.
class CouplingWatch : public core::Batches {
 public:
  using Warn = std::function<absl::Status(const std::string&)>;

  /// `pairs` are what `batches` are made from, or the same.
  CouplingWatch(std::shared_ptr<const core::Batches> batches,
                std::shared_ptr<const core::Batches> pairs, Warn warn)
      : batches_(std::move(batches)),
        pairs_(std::move(pairs)),
        warn_(std::move(warn)) {}

  absl::StatusOr<core::Stretch> GetStretch(int64_t step) const override;
  int64_t StretchEnd(int64_t step) const override {
    return batches_->StretchEnd(step);
  }

  /// Of the stretch that was asked for last. Where points of it were left to be
  /// drawn its pairs are made once more, here and now: for a report that comes
  /// now and then, that is less than to have them made for each stretch.
  /// Errors: those of the pairs.
  absl::StatusOr<core::CouplingReport> Last() const;

 private:
  std::shared_ptr<const core::Batches> batches_, pairs_;
  Warn warn_;
  mutable core::CouplingReport last_;
  mutable std::optional<int64_t> undrawn_;  // the step, of the last
  mutable bool warned_ = false;
};

/// The mean of what couplings said, by weights that are not all zero; of
/// iterations the largest, and converged where all are.
core::CouplingReport MeanReport(
    absl::Span<const std::pair<double, core::CouplingReport>> weighted);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_COUPLING_WATCH_H_
