#ifndef CORE_TENSOR_DISTINCT_INDEX_H_
#define CORE_TENSOR_DISTINCT_INDEX_H_

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "core/base/random.h"

namespace flow::core {

/// The first `rows` places of a random permutation of {0, ..., n - 1}, int64
/// [rows]: draws without replacement, all ordered samples alike. Place i is
/// exchanged with one from i on that row i of the seed names (Fisher-Yates), so
/// that a longer draw begins with the shorter one. Takes time and memory for
/// the rows alone, however large n is. FLOW_CHECKs 0 <= rows <= n. On the CPU;
/// thread-safe.
at::Tensor DistinctIndexTensor(Seed seed, int64_t n, int64_t rows);

}  // namespace flow::core

#endif  // CORE_TENSOR_DISTINCT_INDEX_H_
