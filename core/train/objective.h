#ifndef CORE_TRAIN_OBJECTIVE_H_
#define CORE_TRAIN_OBJECTIVE_H_

#include "ATen/core/Tensor.h"
#include "core/nn/network.h"
#include "core/train/batch.h"

namespace flow::core {

/// What a network is fitted to: a loss for every pair of a batch. Immutable and
/// thread-safe.
class Objective {
 public:
  virtual ~Objective() = default;

  /// The loss of each row [B], differentiable in the parameters. A row's loss
  /// depends on that row alone, so a batch may be cut into shards; the loss of
  /// the batch is the mean over its rows.
  virtual at::Tensor RowLosses(const Network& network,
                               const Parameters& parameters,
                               const Batch& batch) const = 0;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_OBJECTIVE_H_
