#ifndef CORE_TENSOR_RANDOM_TENSOR_H_
#define CORE_TENSOR_RANDOM_TENSOR_H_

/// Tensors of random numbers in which row i depends on (seed, i) alone, on the
/// CPU. Thread-safe.

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "core/base/random.h"

namespace flow::core {

/// Standard normal, float32 [rows, columns].
at::Tensor NormalTensor(Seed seed, int64_t rows, int64_t columns);

/// Uniform on [0, 1), float32 [rows]. The rounding to float32 keeps below 1.
at::Tensor UniformTensor(Seed seed, int64_t rows);

/// Uniform on {0, ..., n - 1}, n >= 1, int64 [rows]: draws with replacement.
at::Tensor IndexTensor(Seed seed, int64_t n, int64_t rows);

}  // namespace flow::core

#endif  // CORE_TENSOR_RANDOM_TENSOR_H_
