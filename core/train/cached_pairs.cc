#include "core/train/cached_pairs.h"

#include <utility>

#include "core/base/check.h"
#include "core/coupling/coupling.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {
CachedPairs::CachedPairs(at::Tensor x0_nd, at::Tensor x1_nd,
                         BatchOptions options, Seed seed)
    : x0_nd_(std::move(x0_nd)),
      x1_nd_(std::move(x1_nd)),
      options_(options),
      seed_(seed),
      steps_(StepsAtOnce(options, x0_nd_.size(-1))) {
  FLOW_CHECK(x0_nd_.dim() == 2 && x0_nd_.sizes() == x1_nd_.sizes() &&
             x0_nd_.size(0) >= 1)
      << "a start and an end for every pair";
}

absl::StatusOr<Stretch> CachedPairs::GetStretch(int64_t step) const {
  const int64_t index = step / steps_;
  const at::Tensor row_b = IndexTensor(DeriveSeed(seed_, "pair", index),
                                       x0_nd_.size(0), steps_ * options_.size);
  Batch batch;
  batch.x0_bd = x0_nd_.index_select(0, row_b);
  batch.x1_bd = x1_nd_.index_select(0, row_b);
  batch.coupling.cost = MeanSquaredDistance(batch.x0_bd, batch.x1_bd);
  return Stretch{index * steps_, steps_,
                 WithTimes(std::move(batch), options_, seed_, index)};
}

}  // namespace flow::core
