#ifndef FEDERATED_EXCHANGE_MASKED_WORDS_TESTING_H_
#define FEDERATED_EXCHANGE_MASKED_WORDS_TESTING_H_

#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace flow::federated {

/// Chi-square of the low `bytes` bytes of each word against 256 equal chances;
/// for uniform bytes it has 255 degrees of freedom and exceeds 390 with a
/// probability of 1e-7.
inline double ByteChiSquare(const std::vector<uint64_t>& words, int bytes) {
  std::array<double, 256> count = {};
  for (const uint64_t word : words) {
    for (int b = 0; b < bytes; ++b) ++count[word >> (8 * b) & 0xFF];
  }
  const double expected = static_cast<double>(words.size()) * bytes / 256;
  double chi_square = 0;
  for (const double c : count) {
    chi_square += (c - expected) * (c - expected) / expected;
  }
  return chi_square;
}

/// The correlation of the low `bits` of words, as signed numbers. For
/// independent ones, times the root of their count, it is standard normal.
inline double Correlation(const std::vector<uint64_t>& a,
                          const std::vector<uint64_t>& b, int bits) {
  const auto number = [bits](uint64_t word) {
    return static_cast<double>(static_cast<int64_t>(word << (64 - bits)) >>
                               (64 - bits));
  };
  double sum_a = 0, sum_b = 0, aa = 0, bb = 0, ab = 0;
  for (size_t p = 0; p < a.size(); ++p) {
    const double x = number(a[p]), y = number(b[p]);
    sum_a += x, sum_b += y, aa += x * x, bb += y * y, ab += x * y;
  }
  const double n = static_cast<double>(a.size());
  return (ab - sum_a * sum_b / n) /
         std::sqrt((aa - sum_a * sum_a / n) * (bb - sum_b * sum_b / n));
}

}  // namespace flow::federated

#endif  // FEDERATED_EXCHANGE_MASKED_WORDS_TESTING_H_
