#ifndef CORE_TRAIN_ROW_DRAWS_H_
#define CORE_TRAIN_ROW_DRAWS_H_

#include <cstdint>
#include <memory>

#include "ATen/core/Tensor.h"
#include "core/base/random.h"
#include "core/tensor/epoch_index.h"
#include "core/train/train_options.h"

namespace flow::core {

/// Which rows of a finite set the steps of a training take: a function of the
/// seed, the step and the place in it. Thread-safe.
class RowDraws {
 public:
  /// `size` rows a step of a set of `n`; FLOW_CHECKs that so many are there
  /// where none is to come twice in a step.
  RowDraws(Draws draws, int64_t size, int64_t n, Seed seed);

  /// Of the `index`-th stretch of `steps` steps, int64 [steps * size].
  at::Tensor Rows(int64_t index, int64_t steps) const;

 private:
  Draws draws_;
  int64_t size_, n_;
  Seed seed_;
  std::shared_ptr<const EpochIndex> epochs_;  // of Draws::kEpochs
};

}  // namespace flow::core

#endif  // CORE_TRAIN_ROW_DRAWS_H_
