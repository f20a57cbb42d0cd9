#ifndef CORE_KERNELS_RANDOM_ROWS_H_
#define CORE_KERNELS_RANDOM_ROWS_H_

#include <cstdint>

#include "core/base/random.h"

namespace flow::core {

/// Fills `rows` rows of `columns` numbers, `stride` apart, with standard normal
/// numbers: row i with the first that RowRandom(seed, first_row + i) gives,
/// rounded to float32. The same bits on every machine. On the calling thread.
void FillNormal(Seed seed, uint64_t first_row, int64_t rows, int64_t columns,
                float* out, int64_t stride);

/// Fills `out` with `rows` numbers on [0, 1), number i the first 24 bits of
/// RowRandom(seed, first_row + i): multiples of 2^-24, which float32 holds.
void FillUniform(Seed seed, uint64_t first_row, int64_t rows, float* out);

}  // namespace flow::core

#endif  // CORE_KERNELS_RANDOM_ROWS_H_
