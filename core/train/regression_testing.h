#ifndef CORE_TRAIN_REGRESSION_TESTING_H_
#define CORE_TRAIN_REGRESSION_TESTING_H_

#include <cstdint>

#include "ATen/TensorOperators.h"
#include "core/tensor/random_tensor.h"
#include "core/train/batch.h"

namespace flow::core {

/// Pairs of standard normal points with a noise, at times in [0.05, 0.95) where
/// no path is singular; in double precision, always the same.
inline Batch RandomBatch(int64_t rows, int64_t dim) {
  return {NormalTensor(1, rows, dim).to(at::kDouble),
          NormalTensor(2, rows, dim).to(at::kDouble),
          UniformTensor(3, rows).to(at::kDouble) * 0.9 + 0.05,
          NormalTensor(4, rows, dim).to(at::kDouble),
          {}};
}

}  // namespace flow::core

#endif  // CORE_TRAIN_REGRESSION_TESTING_H_
