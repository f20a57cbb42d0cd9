#ifndef CORE_BASE_NORMAL_PAIR_H_
#define CORE_BASE_NORMAL_PAIR_H_

/// Two standard normal numbers from two uniform ones [Box58]:
///
///     r = sqrt(-2 log(1 - u)),   r cos(2 pi v),   r sin(2 pi v).
///
/// Logarithm, cosine and sine are power series here, in additions,
/// multiplications, one division and one square root, each rounded by itself.
/// So the bits are the same on every machine, whatever its mathematical library
/// and its vectors (core/kernels/normal_rows.h computes many at a time).
///
/// With s = (m - 1) / (m + 1) and m in [1/sqrt(2), sqrt(2)), so s^2 < 0.0295:
///
///     log(2^k m) = k log 2 + 2 s (1 + s^2/3 + s^4/5 + ... + s^20/21);
///
/// with v = q/4 + w, |w| <= 1/8, the series of cosine and sine in 2 pi w end
/// with the powers 18 and 17. What is left out is below 1e-17 of the result.

namespace flow {

struct NormalPair {
  double first, second;
};

/// `u` and `v` are in [0, 1), multiples of 2^-53. Thread-safe.
NormalPair MakeNormalPair(double u, double v);

namespace normal_series {

/// 2 / (2 k + 1), from k = 10 down to 0: Horner's order.
inline constexpr double kLog[] = {2.0 / 21, 2.0 / 19, 2.0 / 17, 2.0 / 15,
                                  2.0 / 13, 2.0 / 11, 2.0 / 9,  2.0 / 7,
                                  2.0 / 5,  2.0 / 3,  2.0};

inline constexpr double kLog2 = 0.693147180559945309417;

/// (-1)^k / (2 k)!, from k = 9 down to 0.
inline constexpr double kCosine[] = {-1.0 / 6402373705728000,
                                     1.0 / 20922789888000,
                                     -1.0 / 87178291200,
                                     1.0 / 479001600,
                                     -1.0 / 3628800,
                                     1.0 / 40320,
                                     -1.0 / 720,
                                     1.0 / 24,
                                     -1.0 / 2,
                                     1.0};

/// (-1)^k / (2 k + 1)!, from k = 8 down to 0.
inline constexpr double kSine[] = {1.0 / 355687428096000,
                                   -1.0 / 1307674368000,
                                   1.0 / 6227020800,
                                   -1.0 / 39916800,
                                   1.0 / 362880,
                                   -1.0 / 5040,
                                   1.0 / 120,
                                   -1.0 / 6,
                                   1.0};

inline constexpr double kTwoPi = 6.283185307179586476925;

/// The bits of sqrt(1/2): subtracting them from those of 2^k m, with the bias
/// of the exponent added, leaves k + bias in the exponent's place.
inline constexpr unsigned long long kSqrtHalfBits = 0x3FE6A09E667F3BCD;
inline constexpr unsigned long long kBias = 1023;
inline constexpr int kMantissaBits = 52;

/// Added to a small number it leaves the nearest integer in the last bits.
inline constexpr double kRounder = 0x1.8p52;

}  // namespace normal_series
}  // namespace flow

#endif  // CORE_BASE_NORMAL_PAIR_H_
