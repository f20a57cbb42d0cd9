// Included once for each instruction set; see hwy/foreach_target.h.
#if defined(CORE_KERNELS_ACTIVATION_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CORE_KERNELS_ACTIVATION_INL_H_
#undef CORE_KERNELS_ACTIVATION_INL_H_
#else
#define CORE_KERNELS_ACTIVATION_INL_H_
#endif

/// The activations and their derivatives, together: they share the exponential.
/// A NaN stays one in both.

#include <cstdint>

#include "core/kernels/mlp_kernels.h"
#include "core/nn/network_options.h"
#include "hwy/contrib/math/math-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace flow::core::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

template <class V>
struct WithDerivative {
  V value, derivative;
};

// e^x to 1.3 units in the last place, from 1e-38 to 1e38 and no further; a NaN
// stays one. Half the operations of Highway's, which is zero for a NaN: at a
// width of 64 a third of a forward pass is exponentials.
//
// With n the whole number next to x / log 2 and r = x - n log 2,
// e^x = 2^n (1 + r + r^2 p(r)), p by [Moshier92].
template <class D, class V = hn::Vec<D>>
HWY_INLINE V Exponential(D d, V x) {
  const hn::RebindToSigned<D> bits;
  const V least = hn::Set(d, -87.0f), greatest = hn::Set(d, 87.0f);
  // not Max and Min: they would drop a NaN
  x = hn::IfThenElse(hn::Lt(x, least), least, x);
  x = hn::IfThenElse(hn::Gt(x, greatest), greatest, x);
  // adding 1.5 2^23 rounds; 127 more leaves the exponent's bits of 2^n
  const V rounder = hn::Set(d, 12582912.0f + 127);
  const V rounded = hn::MulAdd(x, hn::Set(d, 1.44269504f), rounder);
  const V n = hn::Sub(rounded, rounder);
  V r = hn::NegMulAdd(n, hn::Set(d, 0.693359375f), x);
  r = hn::NegMulAdd(n, hn::Set(d, -2.12194440e-4f), r);
  V p = hn::Set(d, 1.9875691500e-4f);
  p = hn::MulAdd(p, r, hn::Set(d, 1.3981999507e-3f));
  p = hn::MulAdd(p, r, hn::Set(d, 8.3334519073e-3f));
  p = hn::MulAdd(p, r, hn::Set(d, 4.1665795894e-2f));
  p = hn::MulAdd(p, r, hn::Set(d, 1.6666665459e-1f));
  p = hn::MulAdd(p, r, hn::Set(d, 5.0000001201e-1f));
  p = hn::MulAdd(hn::Mul(r, r), p, hn::Add(r, hn::Set(d, 1.0f)));
  const auto power = hn::ShiftLeft<23>(hn::BitCast(bits, rounded));
  return hn::Mul(p, hn::BitCast(d, power));
}

template <class D, class V = hn::Vec<D>>
HWY_INLINE V Logistic(D d, V z) {
  return hn::Div(hn::Set(d, 1.0f),
                 hn::Add(hn::Set(d, 1.0f), Exponential(d, hn::Neg(z))));
}

// Phi(x sqrt 2) by [Abramowitz64, 7.1.26], whose error is below 1.5e-7;
// `bell` is exp(-x^2).
template <class D, class V = hn::Vec<D>>
HWY_INLINE V NormalCdf(D d, V x, V bell) {
  const V t =
      hn::Div(hn::Set(d, 1.0f),
              hn::MulAdd(hn::Abs(x), hn::Set(d, 0.3275911f), hn::Set(d, 1.0f)));
  V p = hn::Set(d, 1.061405429f);
  p = hn::MulAdd(p, t, hn::Set(d, -1.453152027f));
  p = hn::MulAdd(p, t, hn::Set(d, 1.421413741f));
  p = hn::MulAdd(p, t, hn::Set(d, -0.284496736f));
  p = hn::MulAdd(p, t, hn::Set(d, 0.254829592f));
  const V tail = hn::Mul(hn::Mul(hn::Set(d, 0.5f), bell), hn::Mul(p, t));
  return hn::IfThenElse(hn::Lt(x, hn::Zero(d)), tail,
                        hn::Sub(hn::Set(d, 1.0f), tail));
}

struct Silu {
  template <class D, class V = hn::Vec<D>>
  HWY_INLINE WithDerivative<V> operator()(D d, V z) const {
    const V s = Logistic(d, z);
    const V f = hn::Mul(z, s);
    return {f, hn::MulAdd(f, hn::Sub(hn::Set(d, 1.0f), s), s)};
  }
};

struct Selu {
  template <class D, class V = hn::Vec<D>>
  HWY_INLINE WithDerivative<V> operator()(D d, V z) const {
    const V scale = hn::Set(d, 1.0507009873554805f);
    const V floor = hn::Set(d, 1.0507009873554805f * 1.6732632423543772f);
    // not Min(z, 0): it would drop a NaN
    const auto positive = hn::Gt(z, hn::Zero(d));
    const V e = hn::Mul(floor, Exponential(d, hn::IfThenZeroElse(positive, z)));
    return {hn::IfThenElse(positive, hn::Mul(scale, z), hn::Sub(e, floor)),
            hn::IfThenElse(positive, scale, e)};
  }
};

struct Relu {
  template <class D, class V = hn::Vec<D>>
  HWY_INLINE WithDerivative<V> operator()(D d, V z) const {
    const auto negative = hn::Le(z, hn::Zero(d));
    return {hn::IfThenZeroElse(negative, z),
            hn::IfThenZeroElse(negative, hn::Set(d, 1.0f))};
  }
};

struct Tanh {
  template <class D, class V = hn::Vec<D>>
  HWY_INLINE WithDerivative<V> operator()(D d, V z) const {
    const V f = hn::Tanh(d, z);
    return {f, hn::NegMulAdd(f, f, hn::Set(d, 1.0f))};
  }
};

// With the error function, not its approximation by tanh.
struct Gelu {
  template <class D, class V = hn::Vec<D>>
  HWY_INLINE WithDerivative<V> operator()(D d, V z) const {
    const V x = hn::Mul(z, hn::Set(d, 0.70710678f));
    const V bell = Exponential(d, hn::Neg(hn::Mul(x, x)));
    const V cdf = NormalCdf(d, x, bell);
    const V density = hn::Mul(hn::Set(d, 0.39894228f), bell);
    return {hn::Mul(z, cdf), hn::MulAdd(z, density, cdf)};
  }
};

template <class Function, bool kDerivatives>
HWY_NOINLINE void ActivateRows(const ActivationRows& m) {
  const hn::ScalableTag<float> d;
  for (int64_t i = 0; i < m.rows; ++i) {
    float* values = m.values + i * m.stride;
    float* derivatives = m.derivatives + i * m.stride;
    for (int64_t j = 0; j < m.columns; j += hn::Lanes(d)) {
      const auto out = Function()(d, hn::LoadU(d, values + j));
      hn::StoreU(out.value, d, values + j);
      if constexpr (kDerivatives) {
        hn::StoreU(out.derivative, d, derivatives + j);
      }
    }
  }
}

template <class Function>
void ActivateWith(const ActivationRows& rows) {
  return rows.derivatives != nullptr ? ActivateRows<Function, true>(rows)
                                     : ActivateRows<Function, false>(rows);
}

inline void Activate(Activation activation, const ActivationRows& rows) {
  switch (activation) {
    case Activation::kSilu:
      return ActivateWith<Silu>(rows);
    case Activation::kSelu:
      return ActivateWith<Selu>(rows);
    case Activation::kRelu:
      return ActivateWith<Relu>(rows);
    case Activation::kTanh:
      return ActivateWith<Tanh>(rows);
    case Activation::kGelu:
      return ActivateWith<Gelu>(rows);
  }
}

}  // namespace flow::core::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // CORE_KERNELS_ACTIVATION_INL_H_
