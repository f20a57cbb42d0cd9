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

// e^x = 2^n (1 + r + r^2 p(r)) with n the whole number next to x / log 2 and
// r = x - n log 2; p is by [Moshier92]. From 1e-38 to 1e38 and no further; a
// NaN makes r and p NaN.
template <class V>
struct ExponentialParts {
  V power, r, p;  // 2^n, r and p(r)
};

template <class D, class V = hn::Vec<D>>
HWY_INLINE ExponentialParts<V> SplitExponential(D d, V x) {
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
  const auto power = hn::ShiftLeft<23>(hn::BitCast(bits, rounded));
  return {hn::BitCast(d, power), r, p};
}

// e^x to 1.3 units in the last place.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V JoinExponential(D d, const ExponentialParts<V>& e) {
  return hn::Mul(e.power, hn::MulAdd(hn::Mul(e.r, e.r), e.p,
                                     hn::Add(e.r, hn::Set(d, 1.0f))));
}

// e^x - 1, to a few units in the last place also near 0: there n = 0, and what
// is added is 0.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V JoinExponentialMinusOne(D d, const ExponentialParts<V>& e) {
  const V excess = hn::MulAdd(hn::Mul(e.r, e.r), e.p, e.r);
  return hn::MulAdd(e.power, excess, hn::Sub(e.power, hn::Set(d, 1.0f)));
}

// Half the operations of Highway's, which is zero for a NaN: at a width of 64 a
// third of a forward pass is exponentials.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V Exponential(D d, V x) {
  return JoinExponential(d, SplitExponential(d, x));
}

// log(1 + e) = 2 artanh(s) with s = e / (2 + e), for e in [0, 1], where
// s <= 1/3: what its series leaves out is below 2e-8 of it.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V LogOnePlus(D d, V e) {
  const V s = hn::Div(e, hn::Add(e, hn::Set(d, 2.0f)));
  const V s2 = hn::Mul(s, s);
  V p = hn::Set(d, 2.0f / 13);
  p = hn::MulAdd(p, s2, hn::Set(d, 2.0f / 11));
  p = hn::MulAdd(p, s2, hn::Set(d, 2.0f / 9));
  p = hn::MulAdd(p, s2, hn::Set(d, 2.0f / 7));
  p = hn::MulAdd(p, s2, hn::Set(d, 2.0f / 5));
  p = hn::MulAdd(p, s2, hn::Set(d, 2.0f / 3));
  p = hn::MulAdd(p, s2, hn::Set(d, 2.0f));
  return hn::Mul(p, s);
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

struct Elu {
  template <class D, class V = hn::Vec<D>>
  HWY_INLINE WithDerivative<V> operator()(D d, V z) const {
    // not Min(z, 0): it would drop a NaN
    const auto positive = hn::Gt(z, hn::Zero(d));
    const auto e = SplitExponential(d, hn::IfThenZeroElse(positive, z));
    return {hn::IfThenElse(positive, z, JoinExponentialMinusOne(d, e)),
            hn::IfThenElse(positive, hn::Set(d, 1.0f), JoinExponential(d, e))};
  }
};

// log(1 + e^y) / b = (max(y, 0) + log(1 + e^-|y|)) / b with y = b z, and its
// derivative 1 / (1 + e^-y): neither overflows.
struct Softplus {
  float beta;

  template <class D, class V = hn::Vec<D>>
  HWY_INLINE WithDerivative<V> operator()(D d, V z) const {
    const V one = hn::Set(d, 1.0f);
    const V y = hn::Mul(z, hn::Set(d, beta));
    const V e = Exponential(d, hn::Neg(hn::Abs(y)));
    const auto negative = hn::Lt(z, hn::Zero(d));
    return {hn::MulAdd(LogOnePlus(d, e), hn::Set(d, 1 / beta),
                       hn::IfThenZeroElse(negative, z)),
            hn::Div(hn::IfThenElse(negative, e, one), hn::Add(one, e))};
  }
};

template <bool kDerivatives, class Function>
HWY_NOINLINE void ActivateRows(Function function, const ActivationRows& m) {
  const hn::ScalableTag<float> d;
  for (int64_t i = 0; i < m.rows; ++i) {
    float* values = m.values + i * m.stride;
    float* derivatives = m.derivatives + i * m.stride;
    for (int64_t j = 0; j < m.columns; j += hn::Lanes(d)) {
      const auto out = function(d, hn::LoadU(d, values + j));
      hn::StoreU(out.value, d, values + j);
      if constexpr (kDerivatives) {
        hn::StoreU(out.derivative, d, derivatives + j);
      }
    }
  }
}

template <class Function>
void ActivateWith(Function function, const ActivationRows& rows) {
  return rows.derivatives != nullptr ? ActivateRows<true>(function, rows)
                                     : ActivateRows<false>(function, rows);
}

inline void Activate(const ActivationFunction& function,
                     const ActivationRows& rows) {
  switch (function.kind) {
    case Activation::kSilu:
      return ActivateWith(Silu(), rows);
    case Activation::kSelu:
      return ActivateWith(Selu(), rows);
    case Activation::kRelu:
      return ActivateWith(Relu(), rows);
    case Activation::kTanh:
      return ActivateWith(Tanh(), rows);
    case Activation::kGelu:
      return ActivateWith(Gelu(), rows);
    case Activation::kSoftplus:
      return ActivateWith(Softplus{function.softplus_beta}, rows);
    case Activation::kElu:
      return ActivateWith(Elu(), rows);
  }
}

}  // namespace flow::core::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // CORE_KERNELS_ACTIVATION_INL_H_
