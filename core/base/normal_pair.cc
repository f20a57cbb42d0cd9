#include "core/base/normal_pair.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <iterator>

namespace flow {
namespace {

using namespace normal_series;  // NOLINT: constants of this file's own header

template <int kTerms>
double Horner(const double (&coefficients)[kTerms], double x) {
  double value = coefficients[0];
  for (int i = 1; i < kTerms; ++i) value = value * x + coefficients[i];
  return value;
}

// The natural logarithm of x in [2^-53, 1].
double Log(double x) {
  const uint64_t bits = std::bit_cast<uint64_t>(x);
  const uint64_t biased =
      (bits - kSqrtHalfBits + (kBias << kMantissaBits)) >> kMantissaBits;
  const uint64_t k = biased - kBias;  // modulo 2^64
  const double m = std::bit_cast<double>(bits - (k << kMantissaBits));
  const double s = (m - 1) / (m + 1);
  const double exponent = static_cast<double>(static_cast<int64_t>(k));
  return s * Horner(kLog, s * s) + exponent * kLog2;
}

}  // namespace

NormalPair MakeNormalPair(double u, double v) {
  const double radius = std::sqrt(-2 * Log(1 - u));
  const double rounded = 4 * v + kRounder;
  const uint64_t quarter = std::bit_cast<uint64_t>(rounded);
  const double angle = (v - (rounded - kRounder) * 0.25) * kTwoPi;
  const double square = angle * angle;
  const double cosine = Horner(kCosine, square);
  const double sine = angle * Horner(kSine, square);
  // turn by the quarters that were taken off
  const bool swap = quarter & 1;
  const double x = swap ? sine : cosine, y = swap ? cosine : sine;
  const bool negate_x = (quarter + 1) & 2, negate_y = quarter & 2;
  return {radius * (negate_x ? -x : x), radius * (negate_y ? -y : y)};
}

}  // namespace flow
