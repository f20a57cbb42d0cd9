#ifndef CORE_BASE_NORMAL_PAIR_H_
#define CORE_BASE_NORMAL_PAIR_H_

/// Two standard normal numbers from two uniform ones [Box58]:
///
///     r = sqrt(-2 log(1 - u)),   r cos(2 pi v),   r sin(2 pi v).
///
/// Logarithm, cosine and sine are power series here, in additions,
/// multiplications, one division and one square root, each rounded by itself.
/// So the bits are the same on every machine, whatever its mathematical
/// library, its vectors (core/kernels/random_rows.h computes many at a time)
/// and its GPU, whose compiler takes this too and is to fuse nothing.
///
/// With s = (m - 1) / (m + 1) and m in [1/sqrt(2), sqrt(2)), so s^2 < 0.0295:
///
///     log(2^k m) = k log 2 + 2 s (1 + s^2/3 + s^4/5 + ... + s^20/21);
///
/// with v = q/4 + w, |w| <= 1/8, the series of cosine and sine in 2 pi w end
/// with the powers 18 and 17. What is left out is below 1e-17 of the result.

#include <cmath>
#include <cstdint>

#include "core/base/philox.h"

namespace flow {
namespace normal_series {

// The coefficients of a series in Horner's order. Functions, because a GPU's
// code finds no arrays of the host.

/// 2 / (2 k + 1), from k = 10 down to 0.
struct Log {
  static constexpr int kTerms = 11;
  FLOW_HOST_DEVICE static constexpr double At(int i) {
    return 2.0 / (2 * (kTerms - 1 - i) + 1);
  }
};

inline constexpr double kLog2 = 0.693147180559945309417;

/// (-1)^k / (2 k)!, from k = 9 down to 0.
struct Cosine {
  static constexpr int kTerms = 10;
  FLOW_HOST_DEVICE static constexpr double At(int i) {
    constexpr double kAll[kTerms] = {-1.0 / 6402373705728000,
                                     1.0 / 20922789888000,
                                     -1.0 / 87178291200,
                                     1.0 / 479001600,
                                     -1.0 / 3628800,
                                     1.0 / 40320,
                                     -1.0 / 720,
                                     1.0 / 24,
                                     -1.0 / 2,
                                     1.0};
    return kAll[i];
  }
};

/// (-1)^k / (2 k + 1)!, from k = 8 down to 0.
struct Sine {
  static constexpr int kTerms = 9;
  FLOW_HOST_DEVICE static constexpr double At(int i) {
    constexpr double kAll[kTerms] = {1.0 / 355687428096000,
                                     -1.0 / 1307674368000,
                                     1.0 / 6227020800,
                                     -1.0 / 39916800,
                                     1.0 / 362880,
                                     -1.0 / 5040,
                                     1.0 / 120,
                                     -1.0 / 6,
                                     1.0};
    return kAll[i];
  }
};

inline constexpr double kTwoPi = 6.283185307179586476925;

/// The bits of sqrt(1/2): subtracting them from those of 2^k m, with the bias
/// of the exponent added, leaves k + bias in the exponent's place.
inline constexpr unsigned long long kSqrtHalfBits = 0x3FE6A09E667F3BCD;
inline constexpr unsigned long long kBias = 1023;
inline constexpr int kMantissaBits = 52;

/// Added to a small number it leaves the nearest integer in the last bits.
inline constexpr double kRounder = 0x1.8p52;

template <typename Series>
FLOW_HOST_DEVICE inline double Horner(double x) {
  double value = Series::At(0);
  for (int i = 1; i < Series::kTerms; ++i) value = value * x + Series::At(i);
  return value;
}

/// The natural logarithm of x in [2^-53, 1].
FLOW_HOST_DEVICE inline double LogUnit(double x) {
  const uint64_t bits = __builtin_bit_cast(uint64_t, x);
  const uint64_t biased =
      (bits - kSqrtHalfBits + (kBias << kMantissaBits)) >> kMantissaBits;
  const uint64_t k = biased - kBias;  // modulo 2^64
  const double m = __builtin_bit_cast(double, bits - (k << kMantissaBits));
  const double s = (m - 1) / (m + 1);
  const double exponent = static_cast<double>(static_cast<int64_t>(k));
  return s * Horner<Log>(s * s) + exponent * kLog2;
}

}  // namespace normal_series

struct NormalPair {
  double first, second;
};

/// `u` and `v` are in [0, 1), multiples of 2^-53. Thread-safe.
FLOW_HOST_DEVICE inline NormalPair MakeNormalPair(double u, double v) {
  using namespace normal_series;  // NOLINT: constants of this file's own
  const double radius = std::sqrt(-2 * LogUnit(1 - u));
  const double rounded = 4 * v + kRounder;
  const uint64_t quarter = __builtin_bit_cast(uint64_t, rounded);
  const double angle = (v - (rounded - kRounder) * 0.25) * kTwoPi;
  const double square = angle * angle;
  const double cosine = Horner<Cosine>(square);
  const double sine = angle * Horner<Sine>(square);
  // turn by the quarters that were taken off
  const bool swap = quarter & 1;
  const double x = swap ? sine : cosine, y = swap ? cosine : sine;
  const bool negate_x = (quarter + 1) & 2, negate_y = quarter & 2;
  return {radius * (negate_x ? -x : x), radius * (negate_y ? -y : y)};
}

/// The 53 high bits of a word as a number on [0, 1).
FLOW_HOST_DEVICE inline double UnitOfWord(uint64_t word) {
  return static_cast<double>(word >> 11) * 0x1p-53;
}

/// Numbers 2 `pair` and 2 `pair` + 1 of RowRandom(seed, row).Normal(), where
/// nothing else was drawn: a kernel is this for every pair of a row.
FLOW_HOST_DEVICE inline NormalPair NormalPairOfRow(uint64_t seed, uint64_t row,
                                                   uint64_t pair) {
  const PhiloxWords words = PhiloxOfRow(seed, row, pair);
  const auto unit = [&](int i) {
    return UnitOfWord(uint64_t{words.word[i]} << 32 | words.word[i + 1]);
  };
  return MakeNormalPair(unit(0), unit(2));
}

}  // namespace flow

#endif  // CORE_BASE_NORMAL_PAIR_H_
