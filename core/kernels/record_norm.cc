#include "core/kernels/record_norm.h"

namespace flow::core {
namespace {

double Dot(const float* x, const float* y, int64_t count) {
  // as many sums as hide the latency of an addition
  constexpr int64_t kSums = 8;
  double sums[kSums] = {};
  int64_t j = 0;
  for (; j + kSums <= count; j += kSums) {
    for (int64_t s = 0; s < kSums; ++s) sums[s] += double{x[j + s]} * y[j + s];
  }
  for (; j < count; ++j) sums[0] += double{x[j]} * y[j];
  double total = 0;
  for (const double sum : sums) total += sum;
  return total;
}

}  // namespace

double SquaredGradientNorm(const LayerRows& layer) {
  const auto& [h, in, g, out] = layer;
  double squares = 0;
  for (int64_t i = g.begin; i < g.end; ++i) {
    for (int64_t j = g.begin; j <= i; ++j) {
      const double product =
          Dot(g.Row(i), g.Row(j), out) * (Dot(h.Row(i), h.Row(j), in) + 1);
      squares += i == j ? product : 2 * product;
    }
  }
  return squares;
}

}  // namespace flow::core
