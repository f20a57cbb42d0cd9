#ifndef CORE_BASE_PHILOX_WORD_H_
#define CORE_BASE_PHILOX_WORD_H_

#include <cstdint>

#include "core/base/random.h"

#ifdef __CUDACC__
#define FLOW_HOST_DEVICE __host__ __device__
#else
#define FLOW_HOST_DEVICE
#endif

namespace flow {

/// RowRandom(seed, row).Uint32(), the first word of a row, in arithmetic that a
/// GPU's compiler takes too: a kernel is this for every row.
FLOW_HOST_DEVICE inline uint32_t FirstWordOfRow(uint64_t seed, uint64_t row) {
  uint32_t c0 = 0, c1 = 0;
  uint32_t c2 = static_cast<uint32_t>(row);
  uint32_t c3 = static_cast<uint32_t>(row >> 32);
  uint32_t k0 = static_cast<uint32_t>(seed);
  uint32_t k1 = static_cast<uint32_t>(seed >> 32);
  for (int round = 0; round < 10; ++round) {
    const uint64_t p0 = uint64_t{kPhiloxMultiplier0} * c0;
    const uint64_t p1 = uint64_t{kPhiloxMultiplier1} * c2;
    c0 = static_cast<uint32_t>(p1 >> 32) ^ c1 ^ k0;
    c2 = static_cast<uint32_t>(p0 >> 32) ^ c3 ^ k1;
    c1 = static_cast<uint32_t>(p1);
    c3 = static_cast<uint32_t>(p0);
    k0 += kPhiloxWeyl0;
    k1 += kPhiloxWeyl1;
  }
  return c0;
}

}  // namespace flow

#endif  // CORE_BASE_PHILOX_WORD_H_
