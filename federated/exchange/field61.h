#ifndef FEDERATED_EXCHANGE_FIELD61_H_
#define FEDERATED_EXCHANGE_FIELD61_H_

/// The field of p = 2^61 - 1 elements, a Mersenne prime: as 2^61 = 1 modulo p,
/// a product is reduced by adding its upper bits to its lower ones.
///
/// Elements are 0, ..., p - 1; arguments must be elements. Thread-safe.

#include <cstdint>

#include "core/base/check.h"

namespace flow::federated::field61 {

inline constexpr uint64_t kPrime = (uint64_t{1} << 61) - 1;

constexpr uint64_t Add(uint64_t a, uint64_t b) {
  const uint64_t sum = a + b;
  return sum >= kPrime ? sum - kPrime : sum;
}

constexpr uint64_t Subtract(uint64_t a, uint64_t b) {
  return a >= b ? a - b : a + (kPrime - b);
}

constexpr uint64_t Multiply(uint64_t a, uint64_t b) {
  const auto product = static_cast<unsigned __int128>(a) * b;
  return Add(static_cast<uint64_t>(product) & kPrime,
             static_cast<uint64_t>(product >> 61));
}

/// 1 / a = a^(p - 2), by Fermat's little theorem. FLOW_CHECKs a != 0.
inline uint64_t Inverse(uint64_t a) {
  FLOW_CHECK(a != 0) << "zero has no inverse";
  uint64_t power = 1, square = a;
  for (uint64_t exponent = kPrime - 2; exponent != 0; exponent >>= 1) {
    if (exponent & 1) power = Multiply(power, square);
    square = Multiply(square, square);
  }
  return power;
}

}  // namespace flow::federated::field61

#endif  // FEDERATED_EXCHANGE_FIELD61_H_
