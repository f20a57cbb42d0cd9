#include "core/ot/kernel_rows.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace flow::core {
namespace {

constexpr double kMaxExponent = 60;
constexpr double kMinExponent = -61;
constexpr int32_t kMinPower = -88;  // the whole part of -61 / ln(2)
constexpr double kLog2E = 1.4426950408889634;
constexpr double kLn2 = 0.6931471805599453;
constexpr int64_t kFloatColumns = 512;

// Four floats side by side, which every machine that we know of has.
constexpr int64_t kLanes = 4;
static_assert(kKernelLanes == 2 * kLanes);
using Lanes = float __attribute__((vector_size(kLanes * sizeof(float))));

inline Lanes Load(const float* from) {
  Lanes lanes;
  std::memcpy(&lanes, from, sizeof(lanes));
  return lanes;
}

// exp(r) for |r| <= ln(2)/2; the remainder after r^7/7! is below 1e-8.
inline float SmallExp(float r) {
  float sum = 1.0f / 5040;
  sum = sum * r + 1.0f / 720;
  sum = sum * r + 1.0f / 120;
  sum = sum * r + 1.0f / 24;
  sum = sum * r + 1.0f / 6;
  sum = sum * r + 0.5f;
  sum = sum * r + 1.0f;
  return sum * r + 1.0f;
}

// Columns of which the exponents are reduced before any power is taken: a loop
// of one width of number each.
constexpr int64_t kChunk = 64;

// x = k ln(2) + r. Adding 1.5 * 2^52 rounds to a whole number. Two loops, as
// compilers see a branch where the clipping and the rest share one.
void Reduce(const float* cost, double f, const double* g, double scale,
            int64_t count, float* r, int32_t* k) {
  constexpr double kRounder = 6755399441055744.0;
  double exponent[kChunk];
  for (int64_t j = 0; j < count; ++j) {
    const double x = (f + g[j] - static_cast<double>(cost[j])) * scale;
    const double below = x < kMaxExponent ? x : kMaxExponent;
    exponent[j] = below > kMinExponent ? below : kMinExponent;
  }
  for (int64_t j = 0; j < count; ++j) {
    const double whole = (exponent[j] * kLog2E + kRounder) - kRounder;
    r[j] = static_cast<float>(exponent[j] - whole * kLn2);
    k[j] = static_cast<int32_t>(whole);
  }
}

// 2^k exp(r); 0 at the least k.
void Power(const float* r, const int32_t* k, int64_t count, float* out) {
  for (int64_t j = 0; j < count; ++j) {
    const int32_t bits = k[j] > kMinPower ? (k[j] + 127) << 23 : 0;
    out[j] = SmallExp(r[j]) * std::bit_cast<float>(bits);
  }
}

}  // namespace

void ExpRow(const float* cost, double f, const double* g, double scale,
            int64_t count, float* out) {
  float r[kChunk];
  int32_t k[kChunk];
  for (int64_t j = 0; j < count; j += kChunk) {
    const int64_t size = std::min(kChunk, count - j);
    Reduce(cost + j, f, g + j, scale, size, r, k);
    Power(r, k, size, out + j);
  }
}

std::optional<Extremes> FiniteExtremes(const float* values, int64_t count) {
  if (count == 0) return std::nullopt;
  // v - v is 0 for a finite v and NaN for any other
  Lanes least = {}, most = {}, none = {};
  least += values[0];
  most += values[0];
  int64_t j = 0;
  for (; j + kLanes <= count; j += kLanes) {
    const Lanes v = Load(values + j);
    least = v < least ? v : least;
    most = v > most ? v : most;
    none += v - v;
  }
  Extremes all = {values[0], values[0]};
  float nothing = 0;
  const auto take = [&](float low, float high, float zero) {
    all.least = std::min(all.least, low);
    all.most = std::max(all.most, high);
    nothing += zero;
  };
  for (int64_t l = 0; l < kLanes; ++l) take(least[l], most[l], none[l]);
  for (; j < count; ++j) take(values[j], values[j], values[j] - values[j]);
  if (nothing != 0) return std::nullopt;
  return all;
}

double MinimumOfDifference(const float* cost, const double* g, int64_t count) {
  double lane[kKernelLanes];
  std::fill_n(lane, kKernelLanes, std::numeric_limits<double>::infinity());
  int64_t j = 0;
  for (; j + kKernelLanes <= count; j += kKernelLanes) {
    for (int64_t l = 0; l < kKernelLanes; ++l) {
      const double value = static_cast<double>(cost[j + l]) - g[j + l];
      lane[l] = value < lane[l] ? value : lane[l];
    }
  }
  for (; j < count; ++j) lane[0] = std::min(lane[0], cost[j] - g[j]);
  return *std::min_element(lane, lane + kKernelLanes);
}

void LowerTo(const float* cost, double f, int64_t count, double* least) {
  for (int64_t j = 0; j < count; ++j) {
    const double value = static_cast<double>(cost[j]) - f;
    least[j] = value < least[j] ? value : least[j];
  }
}

std::array<double, kKernelRows> DotRows(const KernelRows& rows, const float* v,
                                        int64_t count) {
  std::array<double, kKernelRows> sums = {};
  for (int64_t begin = 0; begin < count; begin += kFloatColumns) {
    const int64_t end = std::min(count, begin + kFloatColumns);
    Lanes even[kKernelRows] = {}, odd[kKernelRows] = {};
    for (int64_t j = begin; j < end; j += kKernelLanes) {
      const Lanes v_even = Load(v + j), v_odd = Load(v + j + kLanes);
      for (int64_t r = 0; r < kKernelRows; ++r) {
        even[r] += Load(rows[r] + j) * v_even;
        odd[r] += Load(rows[r] + j + kLanes) * v_odd;
      }
    }
    for (int64_t r = 0; r < kKernelRows; ++r) {
      const Lanes sum = even[r] + odd[r];
      sums[r] += (static_cast<double>(sum[0]) + sum[1]) +
                 (static_cast<double>(sum[2]) + sum[3]);
    }
  }
  return sums;
}

void AddRows(const KernelRows& rows,
             const std::array<float, kKernelRows>& scale, int64_t count,
             double* sums) {
  const float *a = rows[0], *b = rows[1], *c = rows[2], *d = rows[3];
  const float p = scale[0], q = scale[1], r = scale[2], s = scale[3];
  for (int64_t j = 0; j < count; ++j) {
    sums[j] += (a[j] * p + b[j] * q) + (c[j] * r + d[j] * s);
  }
}

}  // namespace flow::core
