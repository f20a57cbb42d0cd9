// Included once for each instruction set; see hwy/foreach_target.h.
#if defined(FEDERATED_AGGREGATION_ADD_SCALED_INL_H_) == \
    defined(HWY_TARGET_TOGGLE)
#ifdef FEDERATED_AGGREGATION_ADD_SCALED_INL_H_
#undef FEDERATED_AGGREGATION_ADD_SCALED_INL_H_
#else
#define FEDERATED_AGGREGATION_ADD_SCALED_INL_H_
#endif

#include <cstdint>

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace flow::federated::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Rounds the product before it is added, on every instruction set: the file is
// compiled without contraction.
inline void AddScaledFloats(double factor, const float* x, int64_t size,
                            double* sum) {
  const hn::ScalableTag<double> d;
  const hn::Rebind<float, decltype(d)> of_float;
  const int64_t lanes = hn::Lanes(d);
  const auto factors = hn::Set(d, factor);
  int64_t p = 0;
  for (; p + lanes <= size; p += lanes) {
    const auto term =
        hn::Mul(factors, hn::PromoteTo(d, hn::LoadU(of_float, x + p)));
    hn::StoreU(hn::Add(hn::LoadU(d, sum + p), term), d, sum + p);
  }
  for (; p < size; ++p) sum[p] += factor * x[p];
}

}  // namespace flow::federated::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // FEDERATED_AGGREGATION_ADD_SCALED_INL_H_
