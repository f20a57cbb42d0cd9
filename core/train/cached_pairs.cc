#include "core/train/cached_pairs.h"

#include <utility>

#include "core/base/check.h"
#include "core/coupling/coupling.h"

namespace flow::core {

CachedPairs::CachedPairs(RowStore x0, RowStore x1, BatchOptions options,
                         Seed seed)
    : x0_(std::move(x0)),
      x1_(std::move(x1)),
      options_(options),
      draws_(options.draws, options.size, x0_.rows(), DeriveSeed(seed, "pair")),
      seed_(seed),
      steps_(StepsAtOnce(options, x0_.width())) {
  FLOW_CHECK(x0_.rows() == x1_.rows() && x0_.width() == x1_.width())
      << "a start and an end for every pair";
}

Stretch CachedPairs::Make(int64_t step, Normals normals) const {
  const int64_t index = step / steps_;
  const at::Tensor row_b = draws_.Rows(index, steps_);
  Batch batch;
  batch.x0_bd = x0_.Gather(row_b);
  batch.x1_bd = x1_.Gather(row_b);
  batch.coupling.cost = MeanSquaredDistance(batch.x0_bd, batch.x1_bd);
  return Stretch{index * steps_, steps_,
                 WithTimes(std::move(batch), options_, seed_, index, normals)};
}

}  // namespace flow::core
