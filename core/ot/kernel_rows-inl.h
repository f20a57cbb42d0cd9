// Included once for each instruction set; see hwy/foreach_target.h.
#if defined(CORE_OT_KERNEL_ROWS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CORE_OT_KERNEL_ROWS_INL_H_
#undef CORE_OT_KERNEL_ROWS_INL_H_
#else
#define CORE_OT_KERNEL_ROWS_INL_H_
#endif

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/ot/kernel_rows.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace flow::core::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::ScalableTag<float>;
using FloatVector = hn::Vec<FloatTag>;
using DoubleTag = hn::ScalableTag<double>;
// as many floats as there are doubles in a vector
using HalfTag = hn::Rebind<float, DoubleTag>;

// exp(r) for |r| <= ln(2)/2; the remainder after r^7/7! is below 1e-8.
template <class D>
HWY_INLINE hn::Vec<D> SmallExp(D d, hn::Vec<D> r) {
  constexpr float kSeries[] = {1.0f / 720, 1.0f / 120, 1.0f / 24, 1.0f / 6,
                               0.5f,       1.0f,       1.0f};
  auto sum = hn::Set(d, 1.0f / 5040);
  for (const float term : kSeries) {
    sum = hn::Add(hn::Mul(sum, r), hn::Set(d, term));
  }
  return sum;
}

// exp((f + g_j - c_j) scale) for a vector of doubles or a single one. With
// x = k ln(2) + r, adding 1.5 * 2^52 rounds to a whole number.
template <class D>
HWY_INLINE void ExpAt(D d, const float* cost, double f, const double* g,
                      double scale, float* out) {
  constexpr double kMostExponent = 60, kLeastExponent = -61;
  constexpr int32_t kLeastPower = -88;  // the whole part of -61 / ln(2)
  constexpr double kRounder = 6755399441055744.0;
  const hn::Rebind<float, D> half;
  const hn::RebindToSigned<decltype(half)> integers;
  auto x = hn::Sub(hn::Add(hn::Set(d, f), hn::LoadU(d, g)),
                   hn::PromoteTo(d, hn::LoadU(half, cost)));
  x = hn::Mul(x, hn::Set(d, scale));
  x = hn::Max(hn::Min(x, hn::Set(d, kMostExponent)),
              hn::Set(d, kLeastExponent));
  const auto rounder = hn::Set(d, kRounder);
  const auto whole = hn::Sub(
      hn::Add(hn::Mul(x, hn::Set(d, 1.4426950408889634)), rounder), rounder);
  const auto r = hn::DemoteTo(
      half, hn::Sub(x, hn::Mul(whole, hn::Set(d, 0.6931471805599453))));
  const auto power = hn::DemoteTo(integers, whole);
  const auto bits = hn::ShiftLeft<23>(hn::Add(power, hn::Set(integers, 127)));
  const auto kept = hn::Gt(power, hn::Set(integers, kLeastPower));
  const auto two_to_power = hn::BitCast(half, hn::IfThenElseZero(kept, bits));
  hn::StoreU(hn::Mul(SmallExp(half, r), two_to_power), half, out);
}

inline void ExpAll(const float* cost, double f, const double* g, double scale,
                   int64_t count, float* out) {
  const DoubleTag d;
  const int64_t lanes = hn::Lanes(d);
  int64_t j = 0;
  for (; j + lanes <= count; j += lanes) {
    ExpAt(d, cost + j, f, g + j, scale, out + j);
  }
  const hn::CappedTag<double, 1> one;
  for (; j < count; ++j) ExpAt(one, cost + j, f, g + j, scale, out + j);
}

// The least, the greatest, and the sum of v - v: NaN unless all are finite.
inline std::array<float, 3> FindExtremes(const float* values, int64_t count) {
  const FloatTag d;
  const int64_t lanes = hn::Lanes(d);
  auto least = hn::Set(d, values[0]), most = least, none = hn::Zero(d);
  int64_t j = 0;
  for (; j + lanes <= count; j += lanes) {
    const auto v = hn::LoadU(d, values + j);
    least = hn::Min(least, v);
    most = hn::Max(most, v);
    none = hn::Add(none, hn::Sub(v, v));
  }
  std::array<float, 3> all = {hn::GetLane(hn::MinOfLanes(d, least)),
                              hn::GetLane(hn::MaxOfLanes(d, most)),
                              hn::GetLane(hn::SumOfLanes(d, none))};
  for (; j < count; ++j) {
    all[0] = std::min(all[0], values[j]);
    all[1] = std::max(all[1], values[j]);
    all[2] += values[j] - values[j];
  }
  return all;
}

inline double LeastDifference(const float* cost, const double* g,
                              int64_t count) {
  const DoubleTag d;
  const HalfTag half;
  const int64_t lanes = hn::Lanes(d);
  auto lane = hn::Set(d, std::numeric_limits<double>::infinity());
  int64_t j = 0;
  for (; j + lanes <= count; j += lanes) {
    lane = hn::Min(lane, hn::Sub(hn::PromoteTo(d, hn::LoadU(half, cost + j)),
                                 hn::LoadU(d, g + j)));
  }
  double least = hn::GetLane(hn::MinOfLanes(d, lane));
  for (; j < count; ++j) least = std::min(least, cost[j] - g[j]);
  return least;
}

inline void LowerAll(const float* cost, double f, int64_t count,
                     double* least) {
  const DoubleTag d;
  const HalfTag half;
  const int64_t lanes = hn::Lanes(d);
  int64_t j = 0;
  for (; j + lanes <= count; j += lanes) {
    const auto value =
        hn::Sub(hn::PromoteTo(d, hn::LoadU(half, cost + j)), hn::Set(d, f));
    hn::StoreU(hn::Min(value, hn::LoadU(d, least + j)), d, least + j);
  }
  for (; j < count; ++j) least[j] = std::min(least[j], cost[j] - f);
}

// Sums run in kKernelLanes lanes, in as many vectors as hold them: the same
// additions with every instruction set.
using SumTag = hn::CappedTag<float, kKernelLanes>;
inline constexpr int64_t kSumVectors = kKernelLanes / hn::MaxLanes(SumTag());
// as many as leave the sums in registers
inline constexpr int64_t kRowsAtOnce =
    kSumVectors <= 2 ? 4 : (kSumVectors == 4 ? 2 : 1);

// The sums in lanes of rows [row, row + kRowsAtOnce).
HWY_INLINE void DotBlock(const KernelRows& rows, int64_t row, const float* v,
                         int64_t begin, int64_t end, float* lane_sums) {
  const SumTag d;
  const int64_t lanes = hn::Lanes(d);
  hn::Vec<SumTag> sums[kRowsAtOnce][kSumVectors];
  for (auto& row_sums : sums) {
    for (auto& sum : row_sums) sum = hn::Zero(d);
  }
  for (int64_t j = begin; j < end; j += kKernelLanes) {
    for (int64_t k = 0; k < kSumVectors; ++k) {
      const int64_t at = j + k * lanes;
      const auto x = hn::LoadU(d, v + at);
      for (int64_t r = 0; r < kRowsAtOnce; ++r) {
        sums[r][k] =
            hn::Add(sums[r][k], hn::Mul(hn::LoadU(d, rows[row + r] + at), x));
      }
    }
  }
  for (int64_t r = 0; r < kRowsAtOnce; ++r) {
    for (int64_t k = 0; k < kSumVectors; ++k) {
      hn::StoreU(sums[r][k], d, lane_sums + r * kKernelLanes + k * lanes);
    }
  }
}

inline double SumInHalves(float* lanes) {
  for (int64_t width = kKernelLanes / 2; width > 2; width /= 2) {
    for (int64_t l = 0; l < width; ++l) lanes[l] += lanes[l + width];
  }
  return (static_cast<double>(lanes[0]) + lanes[1]) +
         (static_cast<double>(lanes[2]) + lanes[3]);
}

inline std::array<double, kKernelRows> DotAll(const KernelRows& rows,
                                              const float* v, int64_t count) {
  constexpr int64_t kFloatColumns = 2048;
  HWY_ALIGN float lane_sums[kRowsAtOnce * kKernelLanes];
  std::array<double, kKernelRows> sums = {};
  for (int64_t begin = 0; begin < count; begin += kFloatColumns) {
    const int64_t end = std::min(count, begin + kFloatColumns);
    for (int64_t row = 0; row < kKernelRows; row += kRowsAtOnce) {
      DotBlock(rows, row, v, begin, end, lane_sums);
      for (int64_t r = 0; r < kRowsAtOnce; ++r) {
        sums[row + r] += SumInHalves(lane_sums + r * kKernelLanes);
      }
    }
  }
  return sums;
}

// sum of scale_r row_r at `j`, of the eight in pairs; a vector or one column.
template <class D>
HWY_INLINE hn::Vec<D> ScaledSum(D d, const KernelRows& rows,
                                const std::array<float, kKernelRows>& scale,
                                int64_t j) {
  static_assert(kKernelRows == 8);
  const auto term = [&](int r) HWY_ATTR {
    return hn::Mul(hn::LoadU(d, rows[r] + j), hn::Set(d, scale[r]));
  };
  const auto pair = [&](int r)
                        HWY_ATTR { return hn::Add(term(r), term(r + 1)); };
  return hn::Add(hn::Add(pair(0), pair(2)), hn::Add(pair(4), pair(6)));
}

inline void AddAll(const KernelRows& rows,
                   const std::array<float, kKernelRows>& scale, int64_t count,
                   double* sums) {
  // a loop of one width of number each
  constexpr int64_t kChunk = 256;
  HWY_ALIGN float chunk[kChunk];
  const FloatTag df;
  const DoubleTag dd;
  const HalfTag half;
  const int64_t floats = hn::Lanes(df), doubles = hn::Lanes(dd);
  for (int64_t begin = 0; begin < count; begin += kChunk) {
    const int64_t size = std::min(kChunk, count - begin);
    int64_t j = 0;
    for (; j + floats <= size; j += floats) {
      hn::Store(ScaledSum(df, rows, scale, begin + j), df, chunk + j);
    }
    const hn::CappedTag<float, 1> one;
    for (; j < size; ++j) {
      chunk[j] = hn::GetLane(ScaledSum(one, rows, scale, begin + j));
    }
    double* to = sums + begin;
    for (j = 0; j + doubles <= size; j += doubles) {
      hn::StoreU(hn::Add(hn::LoadU(dd, to + j),
                         hn::PromoteTo(dd, hn::Load(half, chunk + j))),
                 dd, to + j);
    }
    for (; j < size; ++j) to[j] += chunk[j];
  }
}

}  // namespace flow::core::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // CORE_OT_KERNEL_ROWS_INL_H_
