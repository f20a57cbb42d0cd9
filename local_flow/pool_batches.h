#ifndef LOCAL_FLOW_POOL_BATCHES_H_
#define LOCAL_FLOW_POOL_BATCHES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/tensor/row_store.h"
#include "core/train/batch.h"
#include "core/train/row_draws.h"
#include "local_flow/block_options.h"

namespace flow::local_flow {

// Shapes: M points of a pool, B rows of a batch, D dimensions.

/// A block and the points of its clean end.
struct BlockPool {
  core::RowStore pool;  // [M, D]
  BlockOptions block;
  /// What takes the pool to the block's clean end, with fresh noise for every
  /// row that is drawn; nothing to do where the pool lies there.
  Diffusion before = {.keep = 1, .noise = 0};
};

/// The pairs of a block [Xu24]: x1 is a point of the pool, whose law the block
/// leads to, and
///
///     x0 = keep x1' + noise z,  z standard normal,
///
/// where x1' is a point of the pool as well, so that x0 has the law of the
/// diffused pool whichever it is:
///
///     kDependent    x1' = x1: short ways, those of the diffusion itself
///     kShuffled     x1' is x1 of another row of the batch
///     kIndependent  x1' is drawn for itself
///     kMinibatchOt  as kDependent, and the batch is then paired anew by the
///                   exact plan between its x0 and its x1
///
/// Of the free block, keep = 0, the first three are one: x0 is noise that knows
/// nothing of x1. Time runs from the noisy end to the clean one, as everywhere
/// here; the paper's runs the other way.
///
/// Of several blocks, for a network that learns all of them, each batch has
/// rows of all, in equal shares but for one row, block by block in their order;
/// pairs stay within a block, and the label of a row is the block's index.
///
/// The rows of the pool that are x1 are drawn as options.draws says. Where none
/// is to come twice in a step, none does whatever the block; pools have as many
/// rows each then, and blocks are of kDependent. In epochs every block goes
/// through its pool by itself. A function of the seed and the step;
/// thread-safe.
class PoolBatches : public core::Batches {
 public:
  /// One block or several, of one dimension and one coupling; options.size is
  /// at least their number, options.coupled is not read.
  PoolBatches(std::vector<BlockPool> blocks, core::BatchOptions options,
              Seed seed);

  /// Errors: those of the exact plan, where one is asked for.
  absl::StatusOr<core::Stretch> GetStretch(int64_t step) const override {
    return Make(step, core::Normals::kDrawn);
  }
  absl::StatusOr<core::Stretch> GetUndrawn(int64_t step) const override {
    return Make(step, core::Normals::kLeft);
  }
  int64_t StretchEnd(int64_t step) const override {
    return core::NextMultiple(step, steps_);
  }

 private:
  absl::StatusOr<core::Stretch> Make(int64_t step, core::Normals normals) const;
  int64_t RowsBefore(int64_t block) const;
  int64_t RowsOf(int64_t block) const;
  std::vector<at::Tensor> RowsOfBlocks(int64_t index) const;
  absl::StatusOr<core::Batch> MakePairs(int64_t index) const;

  std::vector<BlockPool> blocks_;
  core::BatchOptions options_;
  // one of the pool that blocks share, or one of each block; with replacement:
  // none
  std::vector<core::RowDraws> draws_;
  Seed seed_;
  int64_t steps_;  // of a stretch
};

}  // namespace flow::local_flow

#endif  // LOCAL_FLOW_POOL_BATCHES_H_
