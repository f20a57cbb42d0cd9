// Included once for each instruction set; see hwy/foreach_target.h.
#if defined(CORE_KERNELS_RANDOM_ROWS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CORE_KERNELS_RANDOM_ROWS_INL_H_
#undef CORE_KERNELS_RANDOM_ROWS_INL_H_
#else
#define CORE_KERNELS_RANDOM_ROWS_INL_H_
#endif

/// core/base/random.h with a block of Philox in each lane. No fused operation
/// is used, so that every instruction set gives the bits of RowRandom.

#include <algorithm>
#include <cstdint>

#include "core/base/normal_pair.h"
#include "core/base/philox.h"
#include "core/base/random.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace flow::core::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

inline void NormalRows(Seed seed, uint64_t first_row, int64_t rows,
                       int64_t columns, float* out, int64_t stride) {
  for (int64_t i = 0; i < rows; ++i) {
    RowRandom random(seed, first_row + i);
    for (int64_t j = 0; j < columns; ++j) {
      out[i * stride + j] = static_cast<float>(random.Normal());
    }
  }
}

inline void UniformRows(Seed seed, uint64_t first_row, int64_t rows,
                        float* out) {
  for (int64_t i = 0; i < rows; ++i) {
    out[i] = RowRandom(seed, first_row + i).Uint32() >> 8;
    out[i] *= 0x1p-24f;
  }
}

#else

using WordTag = hn::ScalableTag<uint64_t>;
using WordVector = hn::Vec<WordTag>;
using DoubleTag = hn::ScalableTag<double>;
using DoubleVector = hn::Vec<DoubleTag>;

// Four words of 32 bits in lanes of 64; what stands above them means nothing.
struct PhiloxBlock {
  WordVector c0, c1, c2, c3;
};

HWY_INLINE WordVector LowProduct(WordVector c, uint32_t multiplier) {
  const hn::Repartition<uint32_t, WordTag> half;
  return hn::MulEven(hn::BitCast(half, c), hn::Set(half, multiplier));
}

HWY_INLINE PhiloxBlock Philox(PhiloxBlock c, Seed seed) {
  const WordTag d;
  uint32_t k0 = static_cast<uint32_t>(seed);
  uint32_t k1 = static_cast<uint32_t>(seed >> 32);
  for (int round = 0; round < 10; ++round) {
    const WordVector p0 = LowProduct(c.c0, kPhiloxMultiplier0);
    const WordVector p1 = LowProduct(c.c2, kPhiloxMultiplier1);
    c = {hn::Xor(hn::Xor(hn::ShiftRight<32>(p1), c.c1),
                 hn::Set(d, uint64_t{k0})),
         p1,
         hn::Xor(hn::Xor(hn::ShiftRight<32>(p0), c.c3),
                 hn::Set(d, uint64_t{k1})),
         p0};
    k0 += kPhiloxWeyl0;
    k1 += kPhiloxWeyl1;
  }
  return c;
}

// The 53 high bits of high * 2^32 + low as a number on [0, 1).
HWY_INLINE DoubleVector UnitInterval(WordVector high, WordVector low) {
  const WordTag d;
  const DoubleTag f;
  const WordVector mask = hn::Set(d, uint64_t{0xFFFFFFFF});
  const WordVector word =
      hn::ShiftRight<11>(hn::Or(hn::ShiftLeft<32>(high), hn::And(low, mask)));
  // 2^84 and 2^52 with the halves in their last bits: an exact conversion
  const DoubleVector upper = hn::BitCast(
      f, hn::Or(hn::ShiftRight<32>(word), hn::Set(d, 0x4530000000000000ull)));
  const DoubleVector lower = hn::BitCast(
      f, hn::Or(hn::And(word, mask), hn::Set(d, 0x4330000000000000ull)));
  return hn::Mul(hn::Add(hn::Sub(upper, hn::Set(f, 0x1p84 + 0x1p52)), lower),
                 hn::Set(f, 0x1p-53));
}

template <typename Series>
HWY_INLINE DoubleVector HornerOf(DoubleVector x) {
  const DoubleTag d;
  DoubleVector value = hn::Set(d, Series::At(0));
  for (int i = 1; i < Series::kTerms; ++i) {
    value = hn::Add(hn::Mul(value, x), hn::Set(d, Series::At(i)));
  }
  return value;
}

// As LogUnit of core/base/normal_pair.h.
HWY_INLINE DoubleVector LogUnits(DoubleVector x) {
  using namespace normal_series;  // NOLINT
  const WordTag d;
  const DoubleTag f;
  const WordVector bits = hn::BitCast(d, x);
  const WordVector biased = hn::ShiftRight<kMantissaBits>(
      hn::Add(bits, hn::Set(d, (kBias << kMantissaBits) - kSqrtHalfBits)));
  const WordVector k = hn::Sub(biased, hn::Set(d, uint64_t{kBias}));
  const DoubleVector m =
      hn::BitCast(f, hn::Sub(bits, hn::ShiftLeft<kMantissaBits>(k)));
  const DoubleVector one = hn::Set(f, 1.0);
  const DoubleVector s = hn::Div(hn::Sub(m, one), hn::Add(m, one));
  // 2^52 with the biased exponent in its last bits
  const DoubleVector exponent =
      hn::Sub(hn::BitCast(f, hn::Or(biased, hn::Set(d, 0x4330000000000000ull))),
              hn::Set(f, 0x1p52 + kBias));
  return hn::Add(hn::Mul(s, HornerOf<Log>(hn::Mul(s, s))),
                 hn::Mul(exponent, hn::Set(f, kLog2)));
}

// Changes the sign where bit 1 of the word is set.
HWY_INLINE DoubleVector NegateByBitOne(WordVector word, DoubleVector x) {
  const WordTag d;
  const DoubleTag f;
  return hn::Xor(x, hn::BitCast(f, hn::ShiftLeft<62>(hn::And(
                                       word, hn::Set(d, uint64_t{2})))));
}

struct NormalVectors {
  DoubleVector first, second;
};

// As MakeNormalPair.
HWY_INLINE NormalVectors NormalPairs(DoubleVector u, DoubleVector v) {
  using namespace normal_series;  // NOLINT
  const WordTag d;
  const DoubleTag f;
  const DoubleVector radius = hn::Sqrt(
      hn::Mul(hn::Set(f, -2.0), LogUnits(hn::Sub(hn::Set(f, 1.0), u))));
  const DoubleVector rounder = hn::Set(f, kRounder);
  const DoubleVector rounded = hn::Add(hn::Mul(hn::Set(f, 4.0), v), rounder);
  const WordVector quarter = hn::BitCast(d, rounded);
  const DoubleVector angle =
      hn::Mul(hn::Sub(v, hn::Mul(hn::Sub(rounded, rounder), hn::Set(f, 0.25))),
              hn::Set(f, kTwoPi));
  const DoubleVector square = hn::Mul(angle, angle);
  const DoubleVector cosine = HornerOf<Cosine>(square);
  const DoubleVector sine = hn::Mul(angle, HornerOf<Sine>(square));
  const auto swap = hn::MaskFromVec(hn::BitCast(
      f, hn::Sub(hn::Zero(d), hn::And(quarter, hn::Set(d, uint64_t{1})))));
  const DoubleVector x = hn::IfThenElse(swap, sine, cosine);
  const DoubleVector y = hn::IfThenElse(swap, cosine, sine);
  const WordVector next = hn::Add(quarter, hn::Set(d, uint64_t{1}));
  return {hn::Mul(radius, NegateByBitOne(next, x)),
          hn::Mul(radius, NegateByBitOne(quarter, y))};
}

// Blocks that are computed side by side, step by step: a vector's steps wait
// for one another, those of the next vector do not.
inline constexpr int64_t kBlocks = 64;

// The rows and the positions of consecutive blocks, `pairs` to a row.
struct BlockAddresses {
  HWY_ALIGN uint64_t row[kBlocks], position[kBlocks];

  BlockAddresses(int64_t first_block, int64_t pairs) {
    uint64_t i = first_block / pairs, p = first_block % pairs;
    for (int64_t b = 0; b < kBlocks; ++b) {
      row[b] = i;
      position[b] = p;
      if (++p == pairs) p = 0, ++i;
    }
  }
};

struct UniformPairs {
  HWY_ALIGN double u[kBlocks], v[kBlocks];
};

inline void DrawPairs(Seed seed, uint64_t first_row, const BlockAddresses& at,
                      UniformPairs* out) {
  const WordTag d;
  const DoubleTag f;
  for (int64_t b = 0; b < kBlocks; b += hn::Lanes(d)) {
    const WordVector position = hn::Load(d, at.position + b);
    const WordVector row =
        hn::Add(hn::Load(d, at.row + b), hn::Set(d, first_row));
    const PhiloxBlock words = Philox(
        {position, hn::ShiftRight<32>(position), row, hn::ShiftRight<32>(row)},
        seed);
    hn::Store(UnitInterval(words.c0, words.c1), f, out->u + b);
    hn::Store(UnitInterval(words.c2, words.c3), f, out->v + b);
  }
}

inline void MakeNormal(UniformPairs* pairs) {
  const DoubleTag f;
  for (int64_t b = 0; b < kBlocks; b += hn::Lanes(f)) {
    const NormalVectors normal =
        NormalPairs(hn::Load(f, pairs->u + b), hn::Load(f, pairs->v + b));
    hn::Store(normal.first, f, pairs->u + b);
    hn::Store(normal.second, f, pairs->v + b);
  }
}

inline void NormalRows(Seed seed, uint64_t first_row, int64_t rows,
                       int64_t columns, float* out, int64_t stride) {
  const int64_t pairs = (columns + 1) / 2, blocks = rows * pairs;
  UniformPairs numbers;
  for (int64_t first = 0; first < blocks; first += kBlocks) {
    const BlockAddresses at(first, pairs);
    DrawPairs(seed, first_row, at, &numbers);
    MakeNormal(&numbers);
    for (int64_t b = 0; b < std::min(kBlocks, blocks - first); ++b) {
      const int64_t column = 2 * at.position[b];
      float* to = out + at.row[b] * stride + column;
      to[0] = static_cast<float>(numbers.u[b]);
      if (column + 1 < columns) to[1] = static_cast<float>(numbers.v[b]);
    }
  }
}

inline void UniformRows(Seed seed, uint64_t first_row, int64_t rows,
                        float* out) {
  const WordTag d;
  constexpr int64_t kMostLanes = HWY_MAX_BYTES / sizeof(uint64_t);
  const int64_t lanes = hn::Lanes(d);
  HWY_ALIGN uint64_t word[kMostLanes];
  for (int64_t i = 0; i < rows; i += lanes) {
    const WordVector row = hn::Add(hn::Iota(d, 0), hn::Set(d, first_row + i));
    const WordVector zero = hn::Zero(d);
    hn::Store(Philox({zero, zero, row, hn::ShiftRight<32>(row)}, seed).c0, d,
              word);
    for (int64_t lane = 0; lane < std::min(lanes, rows - i); ++lane) {
      out[i + lane] = static_cast<uint32_t>(word[lane]) >> 8;
      out[i + lane] *= 0x1p-24f;
    }
  }
}

#endif  // HWY_TARGET == HWY_SCALAR

}  // namespace flow::core::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // CORE_KERNELS_RANDOM_ROWS_INL_H_
