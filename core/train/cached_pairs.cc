#include "core/train/cached_pairs.h"

#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/empty.h"
#include "core/base/check.h"

namespace flow::core {
namespace {

// int64 [rows]; row i depends on the seed and i alone.
at::Tensor DrawRows(int64_t n, int64_t rows, Seed seed) {
  const at::Tensor row_b = at::empty({rows}, at::kLong);
  for (int64_t i = 0; i < rows; ++i) {
    row_b.data_ptr<int64_t>()[i] = RowRandom(seed, i).UniformInt(n);
  }
  return row_b;
}

}  // namespace

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
  const at::Tensor row_b = DrawRows(x0_nd_.size(0), steps_ * options_.size,
                                    DeriveSeed(seed_, "pair", index));
  Batch batch;
  batch.x0_bd = x0_nd_.index_select(0, row_b);
  batch.x1_bd = x1_nd_.index_select(0, row_b);
  batch.coupling.cost = (batch.x1_bd - batch.x0_bd)
                            .to(at::kDouble)
                            .square()
                            .sum(1)
                            .mean()
                            .item<double>();
  return Stretch{index * steps_, steps_,
                 WithTimes(std::move(batch), options_, seed_, index)};
}

}  // namespace flow::core
