#ifndef CORE_BASE_PHILOX_H_
#define CORE_BASE_PHILOX_H_

/// The generator behind random.h, in arithmetic that a GPU's compiler takes
/// too.

#include <cstdint>

#ifdef __CUDACC__
#define FLOW_HOST_DEVICE __host__ __device__
#else
#define FLOW_HOST_DEVICE
#endif

namespace flow {

/// The constants of Philox4x32 [Salmon11].
inline constexpr uint32_t kPhiloxMultiplier0 = 0xD2511F53;
inline constexpr uint32_t kPhiloxMultiplier1 = 0xCD9E8D57;
inline constexpr uint32_t kPhiloxWeyl0 = 0x9E3779B9, kPhiloxWeyl1 = 0xBB67AE85;

/// A counter, or what becomes of one.
struct PhiloxWords {
  uint32_t word[4];
};

/// Ten rounds of Philox4x32: the words of `counter` under a key of two words.
FLOW_HOST_DEVICE inline PhiloxWords Philox4x32(PhiloxWords counter,
                                               uint32_t key0, uint32_t key1) {
  auto& [c0, c1, c2, c3] = counter.word;
  for (int round = 0; round < 10; ++round) {
    const uint64_t p0 = uint64_t{kPhiloxMultiplier0} * c0;
    const uint64_t p1 = uint64_t{kPhiloxMultiplier1} * c2;
    c0 = static_cast<uint32_t>(p1 >> 32) ^ c1 ^ key0;
    c2 = static_cast<uint32_t>(p0 >> 32) ^ c3 ^ key1;
    c1 = static_cast<uint32_t>(p1);
    c3 = static_cast<uint32_t>(p0);
    key0 += kPhiloxWeyl0;
    key1 += kPhiloxWeyl1;
  }
  return counter;
}

/// The words of a row at `position`: the counter is (row, position), the key
/// the seed.
FLOW_HOST_DEVICE inline PhiloxWords PhiloxOfRow(uint64_t seed, uint64_t row,
                                                uint64_t position) {
  const PhiloxWords counter = {
      {static_cast<uint32_t>(position), static_cast<uint32_t>(position >> 32),
       static_cast<uint32_t>(row), static_cast<uint32_t>(row >> 32)}};
  return Philox4x32(counter, static_cast<uint32_t>(seed),
                    static_cast<uint32_t>(seed >> 32));
}

/// RowRandom(seed, row).Uint32(), the first word of a row: a kernel is this for
/// every row.
FLOW_HOST_DEVICE inline uint32_t FirstWordOfRow(uint64_t seed, uint64_t row) {
  return PhiloxOfRow(seed, row, /*position=*/0).word[0];
}

}  // namespace flow

#endif  // CORE_BASE_PHILOX_H_
