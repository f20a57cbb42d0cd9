// Included once for each instruction set; see hwy/foreach_target.h.
#if defined(CORE_KERNELS_OPTIMIZER_STEP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CORE_KERNELS_OPTIMIZER_STEP_INL_H_
#undef CORE_KERNELS_OPTIMIZER_STEP_INL_H_
#else
#define CORE_KERNELS_OPTIMIZER_STEP_INL_H_
#endif

#include <cstdint>

#include "core/kernels/optimizer_step.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace flow::core::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// `d` is a whole vector or a single lane: the last elements take the same
// operations one by one.
template <class D>
HWY_INLINE void AdamAt(D d, const AdamCoefficients& c, const AdamArrays& a,
                       int64_t i) {
  const auto g = hn::Mul(hn::Set(d, c.scale), hn::LoadU(d, a.gradient + i));
  auto m = hn::LoadU(d, a.first_moment + i);
  m = hn::MulAdd(hn::Set(d, c.blend1), hn::Sub(g, m), m);
  auto v = hn::Mul(hn::Set(d, c.keep2), hn::LoadU(d, a.second_moment + i));
  v = hn::MulAdd(hn::Mul(hn::Set(d, c.blend2), g), g, v);
  const auto denominator =
      hn::MulAdd(hn::Set(d, c.root_scale), hn::Sqrt(v), hn::Set(d, c.epsilon));
  auto w = hn::Mul(hn::Set(d, c.keep), hn::LoadU(d, a.weight + i));
  w = hn::NegMulAdd(hn::Set(d, c.rate), hn::Div(m, denominator), w);
  hn::StoreU(m, d, a.first_moment + i);
  hn::StoreU(v, d, a.second_moment + i);
  hn::StoreU(w, d, a.weight + i);
  if (a.average == nullptr) return;
  const auto average = hn::LoadU(d, a.average + i);
  hn::StoreU(
      hn::MulAdd(hn::Set(d, c.average_blend), hn::Sub(w, average), average), d,
      a.average + i);
}

inline void AdamPass(const AdamCoefficients& c, const AdamArrays& a) {
  const hn::ScalableTag<float> d;
  const int64_t lanes = hn::Lanes(d);
  int64_t i = 0;
  for (; i + lanes <= a.count; i += lanes) AdamAt(d, c, a, i);
  for (; i < a.count; ++i) AdamAt(hn::CappedTag<float, 1>(), c, a, i);
}

inline double SquareSum(const float* values, int64_t count) {
  const hn::ScalableTag<double> d;
  const hn::Rebind<float, decltype(d)> half;
  const int64_t lanes = hn::Lanes(d);
  auto even = hn::Zero(d), odd = hn::Zero(d);
  int64_t i = 0;
  for (; i + 2 * lanes <= count; i += 2 * lanes) {
    const auto x = hn::PromoteTo(d, hn::LoadU(half, values + i));
    const auto y = hn::PromoteTo(d, hn::LoadU(half, values + i + lanes));
    even = hn::MulAdd(x, x, even);
    odd = hn::MulAdd(y, y, odd);
  }
  double sum = hn::GetLane(hn::SumOfLanes(d, hn::Add(even, odd)));
  for (; i < count; ++i) sum += double{values[i]} * values[i];
  return sum;
}

}  // namespace flow::core::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // CORE_KERNELS_OPTIMIZER_STEP_INL_H_
