// Included once for each instruction set; see hwy/foreach_target.h.
#if defined(CORE_OT_MINIMUM_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CORE_OT_MINIMUM_INL_H_
#undef CORE_OT_MINIMUM_INL_H_
#else
#define CORE_OT_MINIMUM_INL_H_
#endif

#include <algorithm>
#include <cstdint>
#include <limits>

#include "core/ot/minimum.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace flow::core::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// What is scanned: one array, or the sum of two. With a tag of one lane it is
// read one by one.
struct Values {
  const double* a;
  template <class D>
  HWY_INLINE hn::Vec<D> At(D d, int32_t j) const {
    return hn::LoadU(d, a + j);
  }
};

struct Sums {
  const double *a, *b;
  template <class D>
  HWY_INLINE hn::Vec<D> At(D d, int32_t j) const {
    return hn::Add(hn::LoadU(d, a + j), hn::LoadU(d, b + j));
  }
};

template <class Source>
HWY_INLINE double Least(Source source, int32_t count) {
  const hn::ScalableTag<double> d;
  const int32_t lanes = static_cast<int32_t>(hn::Lanes(d));
  const auto infinity = hn::Set(d, std::numeric_limits<double>::infinity());
  auto least0 = infinity, least1 = infinity;
  int32_t j = 0;
  // two chains: each minimum waits for the one before
  for (; j + 2 * lanes <= count; j += 2 * lanes) {
    least0 = hn::Min(least0, source.At(d, j));
    least1 = hn::Min(least1, source.At(d, j + lanes));
  }
  if (j + lanes <= count) {
    least0 = hn::Min(least0, source.At(d, j));
    j += lanes;
  }
  double least = hn::GetLane(hn::MinOfLanes(d, hn::Min(least0, least1)));
  const hn::CappedTag<double, 1> one;
  for (; j < count; ++j) {
    least = std::min(least, hn::GetLane(source.At(one, j)));
  }
  return least;
}

// The first j >= begin where matches(d, source at j) holds, of any tag d.
template <class Source, class Matches>
HWY_INLINE int32_t First(Source source, int32_t begin, int32_t count,
                         Matches matches) {
  const hn::ScalableTag<double> d;
  const int32_t lanes = static_cast<int32_t>(hn::Lanes(d));
  int32_t j = begin;
  for (; j + lanes <= count; j += lanes) {
    const auto found = hn::FindFirstTrue(d, matches(d, source.At(d, j)));
    if (found >= 0) return j + static_cast<int32_t>(found);
  }
  const hn::CappedTag<double, 1> one;
  for (; j < count; ++j) {
    if (!hn::AllFalse(one, matches(one, source.At(one, j)))) return j;
  }
  return count;
}

struct Equals {
  double value;
  template <class D>
  HWY_INLINE hn::Mask<D> operator()(D d, hn::Vec<D> v) const {
    return hn::Eq(v, hn::Set(d, value));
  }
};

struct LiesBelow {
  double limit;
  template <class D>
  HWY_INLINE hn::Mask<D> operator()(D d, hn::Vec<D> v) const {
    return hn::Lt(v, hn::Set(d, limit));
  }
};

inline double LeastValue(const double* a, int32_t count) {
  return Least(Values{a}, count);
}

inline double LeastSum(const double* a, const double* b, int32_t count) {
  return Least(Sums{a, b}, count);
}

inline int32_t FirstValue(const double* a, int32_t count, double value) {
  return First(Values{a}, 0, count, Equals{value});
}

inline int32_t FirstSum(const double* a, const double* b, int32_t count,
                        double value) {
  return First(Sums{a, b}, 0, count, Equals{value});
}

inline int32_t NextLower(const double* a, int32_t begin, int32_t count,
                         double limit) {
  return First(Values{a}, begin, count, LiesBelow{limit});
}

// For each lane the two least sums that it has met, and where the least was.
struct LaneLeast {
  using FloatTag = hn::ScalableTag<float>;
  using IndexTag = hn::RebindToSigned<FloatTag>;

  hn::Vec<FloatTag> least, second;
  hn::Vec<IndexTag> at;

  HWY_INLINE LaneLeast() {
    const FloatTag d;
    least = second = hn::Set(d, std::numeric_limits<float>::infinity());
    at = hn::Set(IndexTag(), -1);
  }

  HWY_INLINE void Take(hn::Vec<FloatTag> value, hn::Vec<IndexTag> j) {
    const auto lower = hn::Lt(value, least);
    second = hn::Min(second, hn::Max(least, value));
    least = hn::Min(least, value);
    at = hn::IfThenElse(hn::RebindMask(IndexTag(), lower), j, at);
  }

  HWY_INLINE void Merge(const LaneLeast& other) {
    const IndexTag di;
    const auto lower = hn::RebindMask(di, hn::Lt(other.least, least));
    const auto equal = hn::RebindMask(di, hn::Eq(other.least, least));
    at = hn::IfThenElse(equal, hn::Min(at, other.at),
                        hn::IfThenElse(lower, other.at, at));
    second =
        hn::Min(hn::Min(second, other.second), hn::Max(least, other.least));
    least = hn::Min(least, other.least);
  }

  HWY_INLINE TwoLeast Reduce() const {
    const FloatTag d;
    const IndexTag di;
    TwoLeast two;
    const auto minimum = hn::MinOfLanes(d, least);
    two.least = hn::GetLane(minimum);
    const auto has_it = hn::Eq(least, minimum);
    const auto last = hn::Set(di, std::numeric_limits<int32_t>::max());
    two.at = hn::GetLane(hn::MinOfLanes(
        di, hn::IfThenElse(hn::RebindMask(di, has_it), at, last)));
    two.second = hn::CountTrue(d, has_it) > 1
                     ? two.least
                     : hn::GetLane(hn::MinOfLanes(
                           d, hn::IfThenElse(has_it, second, least)));
    return two;
  }
};

inline TwoLeast TwoLeastSums(const float* a, const float* b, int32_t count) {
  const LaneLeast::FloatTag d;
  const LaneLeast::IndexTag di;
  const int32_t lanes = static_cast<int32_t>(hn::Lanes(d));
  LaneLeast even, odd;
  auto at = hn::Iota(di, 0);
  const auto step = hn::Set(di, lanes);
  const auto sum = [=](int32_t j) HWY_ATTR {
    return hn::Add(hn::LoadU(d, a + j), hn::LoadU(d, b + j));
  };
  int32_t j = 0;
  for (; j + 2 * lanes <= count; j += 2 * lanes) {
    even.Take(sum(j), at);
    at = hn::Add(at, step);
    odd.Take(sum(j + lanes), at);
    at = hn::Add(at, step);
  }
  if (j + lanes <= count) {
    even.Take(sum(j), at);
    j += lanes;
  }
  even.Merge(odd);
  TwoLeast two = even.Reduce();
  for (; j < count; ++j) {
    const float value = a[j] + b[j];
    if (value < two.least) {
      two = {j, value, two.least};
    } else {
      two.second = std::min(two.second, value);
    }
  }
  return two;
}

}  // namespace flow::core::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // CORE_OT_MINIMUM_INL_H_
