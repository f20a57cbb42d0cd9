#ifndef CORE_TRAIN_CACHED_PAIRS_H_
#define CORE_TRAIN_CACHED_PAIRS_H_

#include "core/tensor/row_store.h"
#include "core/train/batch.h"
#include "core/train/row_draws.h"

namespace flow::core {

// Shapes: N pairs, D dimensions.

/// Batches of pairs that were made once and kept, such as where points of the
/// source start and where a flow takes them: reflow [Liu23] trains on those.
/// The pairs of a step are drawn as options.draws says; a function of the
/// seed and the step. The report of a stretch has the mean squared distance of
/// its pairs as cost.
class CachedPairs : public Batches {
 public:
  /// As many rows of one width in both, which is FLOW_CHECKed. options.coupled
  /// is not read: the pairs are coupled already.
  CachedPairs(RowStore x0, RowStore x1, BatchOptions options, Seed seed);

  absl::StatusOr<Stretch> GetStretch(int64_t step) const override {
    return Make(step, Normals::kDrawn);
  }
  absl::StatusOr<Stretch> GetUndrawn(int64_t step) const override {
    return Make(step, Normals::kLeft);
  }
  int64_t StretchEnd(int64_t step) const override {
    return NextMultiple(step, steps_);
  }

 private:
  Stretch Make(int64_t step, Normals normals) const;

  RowStore x0_, x1_;
  BatchOptions options_;
  RowDraws draws_;
  Seed seed_;
  int64_t steps_;  // of a stretch
};

}  // namespace flow::core

#endif  // CORE_TRAIN_CACHED_PAIRS_H_
