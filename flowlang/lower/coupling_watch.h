#ifndef FLOWLANG_LOWER_COUPLING_WATCH_H_
#define FLOWLANG_LOWER_COUPLING_WATCH_H_

#include <cstdint>
#include <functional>
#include <memory>
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

  CouplingWatch(std::shared_ptr<const core::Batches> batches, Warn warn)
      : batches_(std::move(batches)), warn_(std::move(warn)) {}

  absl::StatusOr<core::Stretch> GetStretch(int64_t step) const override;
  int64_t StretchEnd(int64_t step) const override {
    return batches_->StretchEnd(step);
  }

  /// Of the stretch that was asked for last.
  const core::CouplingReport& last() const { return last_; }

 private:
  std::shared_ptr<const core::Batches> batches_;
  Warn warn_;
  mutable core::CouplingReport last_;
  mutable bool warned_ = false;
};

/// The mean of what couplings said, by weights that are not all zero; of
/// iterations the largest, and converged where all are.
core::CouplingReport MeanReport(
    absl::Span<const std::pair<double, core::CouplingReport>> weighted);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_COUPLING_WATCH_H_
