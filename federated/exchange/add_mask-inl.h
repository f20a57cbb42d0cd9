// Included once for each instruction set; see hwy/foreach_target.h.
#if defined(FEDERATED_EXCHANGE_ADD_MASK_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FEDERATED_EXCHANGE_ADD_MASK_INL_H_
#undef FEDERATED_EXCHANGE_ADD_MASK_INL_H_
#else
#define FEDERATED_EXCHANGE_ADD_MASK_INL_H_
#endif

#include <cstdint>

#include "core/base/random.h"
#include "core/kernels/random_rows-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace flow::federated::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// The words from `begin` on, an even place, one row of two after the other.
inline void AddMaskRows(Seed seed, bool minus, uint64_t* words, int64_t begin,
                        int64_t size) {
  for (int64_t p = begin; p < size; p += 2) {
    RowRandom row(seed, p / 2);
    for (int64_t i = p; i < p + 2 && i < size; ++i) {
      const uint64_t mask = row.Uint64();
      words[i] += minus ? -mask : mask;
    }
  }
}

#if HWY_TARGET == HWY_SCALAR

inline void AddMaskWords(Seed seed, bool minus, uint64_t* words, int64_t size) {
  AddMaskRows(seed, minus, words, 0, size);
}

#else

namespace kernels = core::HWY_NAMESPACE;

// The halves of a word, of which the low 32 bits count.
HWY_INLINE kernels::WordVector Join(kernels::WordVector high,
                                    kernels::WordVector low) {
  const kernels::WordTag d;
  return hn::Or(hn::ShiftLeft<32>(high),
                hn::And(low, hn::Set(d, uint64_t{0xFFFFFFFF})));
}

inline void AddMaskWords(Seed seed, bool minus, uint64_t* words, int64_t size) {
  const kernels::WordTag d;
  const int64_t lanes = hn::Lanes(d);
  const kernels::WordVector zero = hn::Zero(d);
  // -m is the complement of m, and one more
  const kernels::WordVector flip = hn::Set(d, minus ? ~uint64_t{0} : 0);
  int64_t p = 0;
  for (; p + 2 * lanes <= size; p += 2 * lanes) {
    const kernels::WordVector row = hn::Iota(d, static_cast<uint64_t>(p / 2));
    const kernels::PhiloxBlock block =
        kernels::Philox({zero, zero, row, hn::ShiftRight<32>(row)}, seed);
    kernels::WordVector even, odd;
    hn::LoadInterleaved2(d, words + p, even, odd);
    even =
        hn::Add(even, hn::Sub(hn::Xor(Join(block.c0, block.c1), flip), flip));
    odd = hn::Add(odd, hn::Sub(hn::Xor(Join(block.c2, block.c3), flip), flip));
    hn::StoreInterleaved2(even, odd, d, words + p);
  }
  AddMaskRows(seed, minus, words, p, size);
}

#endif  // HWY_TARGET == HWY_SCALAR

}  // namespace flow::federated::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // FEDERATED_EXCHANGE_ADD_MASK_INL_H_
