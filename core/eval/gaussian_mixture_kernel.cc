#include "core/eval/gaussian_mixture_kernel.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "core/base/check.h"
#include "core/eval/pair_sums.h"

namespace flow::core {
namespace {

// exp(x) for x <= 0: with x = k ln 2 + r, |r| <= ln(2) / 2, it is 2^k exp(r),
// and exp(r) is its Taylor polynomial of degree 6, off by r^7 / 7! < 1.2e-7.
inline float ExpOfNonPositive(float x) {
  x = x > -87.0f ? x : -87.0f;
  // adding 1.5 * 2^23 rounds to the nearest integer, left in the low bits
  constexpr float kRound = 12582912.0f;
  const float shifted = x * 1.44269504f + kRound;
  const float k = shifted - kRound;
  // ln 2 in two parts: the first times k is exact
  const float r = (x - k * 0.693359375f) + k * 2.12194440e-4f;
  float p = 1.0f / 720;
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  const uint32_t exponent = (std::bit_cast<uint32_t>(shifted) + 127) << 23;
  return std::bit_cast<float>(exponent) * p;
}

}  // namespace

GaussianMixtureKernel::GaussianMixtureKernel(
    absl::Span<const double> bandwidths) {
  FLOW_CHECK(!bandwidths.empty()) << "a mixture of nothing";
  for (const double b : bandwidths) {
    rate_.push_back(static_cast<float>(-0.5 / (b * b)));
  }
}

void GaussianMixtureKernel::operator()(absl::Span<float> values) const {
  const size_t count = values.size();
  FLOW_CHECK(count <= kPairRun) << "got " << count;
  std::array<float, kPairRun> sum;
  for (size_t j = 0; j < count; ++j) sum[j] = 0;
  for (const float rate : rate_) {
    for (size_t j = 0; j < count; ++j) {
      sum[j] += ExpOfNonPositive(rate * values[j]);
    }
  }
  const float kernels = static_cast<float>(rate_.size());
  for (size_t j = 0; j < count; ++j) values[j] = sum[j] / kernels;
}

}  // namespace flow::core
