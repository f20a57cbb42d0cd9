// Included once for each instruction set; see hwy/foreach_target.h.
#if defined(CORE_KERNELS_PRODUCT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CORE_KERNELS_PRODUCT_INL_H_
#undef CORE_KERNELS_PRODUCT_INL_H_
#else
#define CORE_KERNELS_PRODUCT_INL_H_
#endif

/// The matrix product that all passes through a layer are made of.
///
/// C = (start + X Y) * factor, blocks of kRows rows by kVectors vectors of C at
/// a time in registers. Lanes run along the columns of C; X is read one number
/// at a time, so that it may lie in memory either way round.
///
/// The sum over the inner index is taken in its order and with fused
/// multiply-adds, for every element of C alike: its bits do not depend on the
/// blocks, nor on how the rows are cut among threads.

#include <algorithm>
#include <cstdint>

#include "core/kernels/product.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace flow::core::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// A block of columns stays in one panel of Y.
using FloatTag = hn::CappedTag<float, Product::kPanel / 4>;
using FloatVector = hn::Vec<FloatTag>;

// Accumulators, one vector of each row of Y and a broadcast must fit into the
// registers: 32 of them, or 16.
#if HWY_TARGET <= HWY_AVX3 || HWY_ARCH_ARM_A64
inline constexpr int kBlockVectors = 4;
#else
inline constexpr int kBlockVectors = 2;
#endif
inline constexpr int kBlockRows = 6;
// A single column of vectors needs more rows to keep the multipliers busy.
inline constexpr int kColumnRows = 12;

// As much of Y as stays in the first cache beside the rest.
inline constexpr int64_t kInnerBlock = 128;

// Loads and stores whole vectors, or only the first `count` lanes of one:
// nothing behind them is touched, which may be another thread's or nobody's.
template <bool kPartial>
struct Lanes {
  FloatTag d;
  int64_t count;

#if HWY_TARGET <= HWY_AVX2
  HWY_INLINE FloatVector Load(const float* from) const {
    if constexpr (kPartial) {
      return hn::MaskedLoad(hn::FirstN(d, count), d, from);
    }
    return hn::LoadU(d, from);
  }
  HWY_INLINE void Store(FloatVector v, float* to) const {
    if constexpr (kPartial) {
      return hn::BlendedStore(v, hn::FirstN(d, count), d, to);
    }
    hn::StoreU(v, d, to);
  }
#else  // no instructions that leave lanes out
  HWY_INLINE FloatVector Load(const float* from) const {
    if constexpr (!kPartial) return hn::LoadU(d, from);
    HWY_ALIGN float lanes[HWY_MAX_BYTES / sizeof(float)] = {};
    std::copy_n(from, count, lanes);
    return hn::Load(d, lanes);
  }
  HWY_INLINE void Store(FloatVector v, float* to) const {
    if constexpr (!kPartial) return hn::StoreU(v, d, to);
    HWY_ALIGN float lanes[HWY_MAX_BYTES / sizeof(float)];
    hn::Store(v, d, lanes);
    std::copy_n(lanes, count, to);
  }
#endif
};

// Rows [i, i + kRows) and vectors from column j on of C, over the inner indices
// [begin, end).
template <int kRows, int kVectors, bool kPartial>
HWY_NOINLINE void MultiplyBlock(const Product& p, int64_t i, int64_t j,
                                int64_t begin, int64_t end) {
  const FloatTag d;
  const int64_t lanes = hn::Lanes(d);
  const Lanes<kPartial> io{d, p.columns - j};
  FloatVector sum[kRows][kVectors];
  // Unrolled, here and below: the sums stay in registers.
  HWY_UNROLL(kColumnRows)
  for (int r = 0; r < kRows; ++r) {
    HWY_UNROLL(kBlockVectors)
    for (int v = 0; v < kVectors; ++v) {
      const int64_t column = j + v * lanes;
      if (begin > 0 || p.add) {
        sum[r][v] = io.Load(p.c + (i + r) * p.c_row + column);
      } else if (p.bias != nullptr) {
        sum[r][v] = io.Load(p.bias + column);
      } else {
        sum[r][v] = hn::Zero(d);
      }
    }
  }
  const float* x = p.x + i * p.x_row + begin * p.x_step;
  const float* y = p.y + j / Product::kPanel * p.y_panel + begin * p.y_step +
                   j % Product::kPanel;
  for (int64_t k = begin; k < end; ++k) {
    FloatVector y_k[kVectors];
    for (int v = 0; v < kVectors; ++v) y_k[v] = io.Load(y + v * lanes);
    for (int r = 0; r < kRows; ++r) {
      const FloatVector x_k = hn::Set(d, x[r * p.x_row]);
      for (int v = 0; v < kVectors; ++v) {
        sum[r][v] = hn::MulAdd(x_k, y_k[v], sum[r][v]);
      }
    }
    x += p.x_step;
    y += p.y_step;
  }
  const bool scale = p.factor != nullptr && end == p.inner;
  HWY_UNROLL(kColumnRows)
  for (int r = 0; r < kRows; ++r) {
    HWY_UNROLL(kBlockVectors)
    for (int v = 0; v < kVectors; ++v) {
      const int64_t at = (i + r) * p.c_row + j + v * lanes;
      if (scale) sum[r][v] = hn::Mul(sum[r][v], io.Load(p.factor + at));
      io.Store(sum[r][v], p.c + at);
    }
  }
}

template <int kVectors, bool kPartial>
HWY_INLINE void MultiplyColumns(const Product& p, int64_t j, int64_t begin,
                                int64_t end) {
  int64_t i = 0;
  if constexpr (kVectors == 1) {
    for (; i + kColumnRows <= p.rows; i += kColumnRows) {
      MultiplyBlock<kColumnRows, kVectors, kPartial>(p, i, j, begin, end);
    }
  }
  for (; i + kBlockRows <= p.rows; i += kBlockRows) {
    MultiplyBlock<kBlockRows, kVectors, kPartial>(p, i, j, begin, end);
  }
  if (i + 4 <= p.rows) {
    MultiplyBlock<4, kVectors, kPartial>(p, i, j, begin, end);
    i += 4;
  }
  if (i + 2 <= p.rows) {
    MultiplyBlock<2, kVectors, kPartial>(p, i, j, begin, end);
    i += 2;
  }
  if (i < p.rows) MultiplyBlock<1, kVectors, kPartial>(p, i, j, begin, end);
}

inline void MultiplyMatrices(const Product& p) {
  const int64_t lanes = hn::Lanes(FloatTag());
  for (int64_t begin = 0; begin < p.inner; begin += kInnerBlock) {
    const int64_t end = std::min(p.inner, begin + kInnerBlock);
    int64_t j = 0;
    for (; j + kBlockVectors * lanes <= p.columns; j += kBlockVectors * lanes) {
      MultiplyColumns<kBlockVectors, false>(p, j, begin, end);
    }
    for (; j + lanes <= p.columns; j += lanes) {
      MultiplyColumns<1, false>(p, j, begin, end);
    }
    if (j < p.columns) MultiplyColumns<1, true>(p, j, begin, end);
  }
}

}  // namespace flow::core::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // CORE_KERNELS_PRODUCT_INL_H_
