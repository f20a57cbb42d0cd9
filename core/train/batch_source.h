#ifndef CORE_TRAIN_BATCH_SOURCE_H_
#define CORE_TRAIN_BATCH_SOURCE_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/coupling/coupling.h"
#include "core/distribution/distribution.h"
#include "core/train/batch.h"
#include "core/train/row_draws.h"

namespace flow::core {

/// Batches drawn from two distributions and coupled; a function of the seed and
/// the step. With options.coupled = r size, steps k r to k r + r - 1 share one
/// coupling of r size points and train on consecutive slices of its pairs. A
/// coupling of single rows is given StepsAtOnce() batches together, which
/// changes no law. Of a finite target the points are drawn as options.draws
/// says; those of the source by themselves.
class BatchSource : public Batches {
 public:
  /// Source and target are of one dimension; needs options.size >= 1
  /// and options.times_per_pair >= 1. FLOW_CHECKs that what options.draws
  /// asks for is there.
  BatchSource(std::shared_ptr<const Distribution> source,
              std::shared_ptr<const Distribution> target,
              std::shared_ptr<const Coupling> coupling, BatchOptions options,
              Seed seed);

  /// Errors: those of the coupling.
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
  Points DrawTarget(int64_t count, int64_t index) const;
  Points DrawSource(const at::Tensor& label_n, int64_t count, Seed seed) const;
  // Pairs without times and noise.
  absl::StatusOr<Batch> Couple(int64_t count, int64_t index,
                               Normals normals) const;
  absl::StatusOr<Stretch> Make(int64_t step, Normals normals) const;

  std::shared_ptr<const Distribution> source_, target_;
  std::shared_ptr<const Coupling> coupling_;
  BatchOptions options_;
  std::optional<RowDraws> draws_;  // of a target; with replacement: none
  Seed seed_;
  int64_t steps_;  // of a stretch
};

}  // namespace flow::core

#endif  // CORE_TRAIN_BATCH_SOURCE_H_
