#ifndef CORE_TRAIN_BATCH_GRADIENT_H_
#define CORE_TRAIN_BATCH_GRADIENT_H_

#include <cstdint>
#include <utility>

#include "ATen/core/Tensor.h"
#include "core/base/thread_pool.h"
#include "core/nn/flat_parameters.h"
#include "core/train/batch.h"
#include "core/train/gradient_source.h"
#include "core/train/regression_objective.h"

namespace flow::core {

/// A stretch of batches and what is computed of it once for all its steps.
/// Shares memory with the stretch; is not changed by being used.
struct PreparedStretch {
  Stretch stretch;
  // Of all the rows, where the objective is a regression and the network's
  // first layer is known: the problem, and what embeds x and t. Else undefined.
  Regression problem;
  at::Tensor points_bd, times_bd;
};

/// Bounds what each record adds to a batch's gradient, whose mean over the
/// records b = 1, ..., B is then [Abadi16, Algorithm 1]
///
///     1/B sum_b g_b min(1, norm / |g_b|),
///
/// g_b the mean gradient over the record's own rows. A record whose gradient is
/// not finite adds nothing. The loss is not bounded.
struct RecordBound {
  double norm = 1;   // > 0
  int64_t rows = 1;  // of a record, one behind the other; divides the batch
};

/// The mean gradient of an objective over the rows of a batch. Holds memory
/// between calls but nothing of the batches, so that one of them serves many
/// clients in turn. Not thread-safe: one for each thread that asks.
class BatchGradient {
 public:
  virtual ~BatchGradient() = default;

  /// What Compute() reads of a stretch. Thread-safe.
  virtual PreparedStretch Prepare(Stretch stretch) const {
    return {std::move(stretch)};
  }

  /// The gradient at `parameters` over the batch of `step`, which the stretch
  /// holds. `prepared` comes from Prepare() of this object or of one made
  /// alike. The same bits for any pool. The gradient is good until the next
  /// call.
  virtual Gradient Compute(const PreparedStretch& prepared, int64_t step,
                           const FlatParameters& parameters,
                           ThreadPool* pool) = 0;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_BATCH_GRADIENT_H_
