// Included once for each instruction set; see hwy/foreach_target.h.
#if defined(CORE_OT_POINT_COSTS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CORE_OT_POINT_COSTS_INL_H_
#undef CORE_OT_POINT_COSTS_INL_H_
#else
#define CORE_OT_POINT_COSTS_INL_H_
#endif

/// Squares are not fused with the sums that they go to: a box and the points
/// in it are rounded alike, and all instruction sets give the same bits.

#include <cstdint>

#include "core/ot/point_costs.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace flow::core::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// The distance from x to columns [j, j + vector) of coordinates that lie
// `stride` apart.
template <class D>
HWY_INLINE hn::Vec<D> DistanceAt(D d, GroundCost cost, const float* x,
                                 const double* y, int32_t dim, int32_t stride,
                                 int32_t j) {
  auto square = hn::Zero(d);
  for (int32_t k = 0; k < dim; ++k) {
    const auto difference =
        hn::Sub(hn::Set(d, double{x[k]}), hn::LoadU(d, y + k * stride + j));
    square = hn::Add(square, hn::Mul(difference, difference));
  }
  return cost == GroundCost::kEuclidean ? hn::Sqrt(square) : square;
}

inline void BlockDistances(GroundCost cost, const float* x, const double* y,
                           int32_t dim, int32_t count, double* out) {
  // `count` is a whole number of vectors of every instruction set
  const hn::ScalableTag<double> d;
  for (int32_t j = 0; j < count; j += hn::Lanes(d)) {
    hn::StoreU(DistanceAt(d, cost, x, y, dim, count, j), d, out + j);
  }
}

// The same to boxes: from x to the nearest point of each.
template <class D>
HWY_INLINE hn::Vec<D> BoxDistanceAt(D d, GroundCost cost, const float* x,
                                    const double* low, const double* high,
                                    int32_t dim, int32_t count, int32_t b) {
  auto square = hn::Zero(d);
  for (int32_t k = 0; k < dim; ++k) {
    const auto at = hn::Set(d, double{x[k]});
    const auto below = hn::Sub(hn::LoadU(d, low + k * count + b), at);
    const auto above = hn::Sub(at, hn::LoadU(d, high + k * count + b));
    const auto outside = hn::Max(hn::Max(below, above), hn::Zero(d));
    square = hn::Add(square, hn::Mul(outside, outside));
  }
  return cost == GroundCost::kEuclidean ? hn::Sqrt(square) : square;
}

inline void BoxDistances(GroundCost cost, const float* x, const double* low,
                         const double* high, int32_t dim, int32_t count,
                         double* out) {
  const hn::ScalableTag<double> d;
  const int32_t lanes = static_cast<int32_t>(hn::Lanes(d));
  int32_t b = 0;
  for (; b + lanes <= count; b += lanes) {
    hn::StoreU(BoxDistanceAt(d, cost, x, low, high, dim, count, b), d, out + b);
  }
  const hn::CappedTag<double, 1> one;
  for (; b < count; ++b) {
    hn::StoreU(BoxDistanceAt(one, cost, x, low, high, dim, count, b), one,
               out + b);
  }
}

template <class D>
HWY_INLINE void RaiseAt(D d, const float* x, const AnchoredBoxes& boxes,
                        int32_t dim, double margin, int32_t count,
                        double* bounds, int32_t b) {
  auto bound = hn::Sub(hn::LoadU(d, boxes.floor + b), hn::Set(d, margin));
  for (int32_t k = 0; k < dim; ++k) {
    const int32_t at = k * count + b;
    const auto x_k = hn::Set(d, double{x[k]});
    const auto anchor = hn::LoadU(d, boxes.anchor + at);
    const auto low = hn::LoadU(d, boxes.low + at);
    const auto high = hn::LoadU(d, boxes.high + at);
    const auto from_anchor = hn::Sub(x_k, anchor);
    // differences first: they keep their digits far from the origin
    const auto at_low =
        hn::Mul(from_anchor, hn::Add(hn::Sub(x_k, low), hn::Sub(anchor, low)));
    const auto at_high = hn::Mul(
        from_anchor, hn::Add(hn::Sub(x_k, high), hn::Sub(anchor, high)));
    bound = hn::Add(bound, hn::Min(at_low, at_high));
  }
  hn::StoreU(hn::Max(bound, hn::LoadU(d, bounds + b)), d, bounds + b);
}

inline void RaiseToAnchored(const float* x, const AnchoredBoxes& boxes,
                            int32_t dim, double margin, int32_t count,
                            double* bounds) {
  const hn::ScalableTag<double> d;
  const int32_t lanes = static_cast<int32_t>(hn::Lanes(d));
  int32_t b = 0;
  for (; b + lanes <= count; b += lanes) {
    RaiseAt(d, x, boxes, dim, margin, count, bounds, b);
  }
  const hn::CappedTag<double, 1> one;
  for (; b < count; ++b) {
    RaiseAt(one, x, boxes, dim, margin, count, bounds, b);
  }
}

}  // namespace flow::core::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // CORE_OT_POINT_COSTS_INL_H_
