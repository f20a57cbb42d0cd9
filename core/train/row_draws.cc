#include "core/train/row_draws.h"

#include <vector>

#include "ATen/ops/concat.h"
#include "core/base/check.h"
#include "core/tensor/distinct_index.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {

RowDraws::RowDraws(Draws draws, int64_t size, int64_t n, Seed seed)
    : draws_(draws), size_(size), n_(n), seed_(seed) {
  FLOW_CHECK(draws != Draws::kDistinctInStep || size <= n)
      << "distinct rows in batches of " << size << " out of " << n;
  if (draws == Draws::kEpochs) {
    epochs_ = std::make_shared<EpochIndex>(seed, n);
  }
}

at::Tensor RowDraws::Rows(int64_t index, int64_t steps) const {
  const Seed own = DeriveSeed(seed_, index);
  const int64_t rows = steps * size_;
  switch (draws_) {
    case Draws::kWithReplacement:
      return IndexTensor(own, n_, rows);
    case Draws::kDistinctInStep: {
      std::vector<at::Tensor> of_step;
      for (int64_t s = 0; s < steps; ++s) {
        of_step.push_back(DistinctIndexTensor(DeriveSeed(own, s), n_, size_));
      }
      return at::concat(of_step);
    }
    case Draws::kEpochs:
      return epochs_->Rows(index * rows, rows);
  }
  FLOW_CHECK(false) << "no such draws";
  return {};
}

}  // namespace flow::core
