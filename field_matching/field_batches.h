#ifndef FIELD_MATCHING_FIELD_BATCHES_H_
#define FIELD_MATCHING_FIELD_BATCHES_H_

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/train/batch.h"
#include "field_matching/coverage.h"
#include "field_matching/field_options.h"
#include "field_matching/field_target.h"

namespace flow::field_matching {

/// Batches of points and of what a network is fitted to there, made of batches
/// of pairs: of the rows of a step the first `size` are those whose points they
/// are (coverage.h), and K rows of the same step, a point's own pair among
/// them, make its target (field_target.h). Where K < size these are groups of K
/// rows, one behind the other; else all of them. K = 1 on the path of the pair
/// is that path's own velocity, and needs no density.
///
/// The report's effective_pairs is the mean over the points. Thread-safe if the
/// pairs are.
class FieldBatches : public core::Batches {
 public:
  /// `pairs` have at least RowsOfStep(options, size) rows in a step; their
  /// labels are left out.
  /// `box` is that of a slab. Points are drawn by `seed` and the step.
  FieldBatches(std::shared_ptr<const core::Batches> pairs, FieldOptions options,
               int64_t size, Box box, Seed seed);

  /// Errors: those of the pairs.
  absl::StatusOr<core::Stretch> GetStretch(int64_t step) const override;
  int64_t StretchEnd(int64_t step) const override {
    return pairs_->StretchEnd(step);
  }

 private:
  FieldTarget TargetsOf(const core::Batch& pairs,
                        const CoveredPoints& points) const;
  FieldTarget TargetsAtPoints(const core::Batch& pairs,
                              const CoveredPoints& points) const;
  core::Batch Solve(const core::Batch& pairs, int64_t step) const;

  std::shared_ptr<const core::Batches> pairs_;
  FieldOptions options_;
  int64_t size_;
  Box box_;
  Seed seed_;
};

/// max(size, K).
int64_t RowsOfStep(const FieldOptions& options, int64_t size);

}  // namespace flow::field_matching

#endif  // FIELD_MATCHING_FIELD_BATCHES_H_
