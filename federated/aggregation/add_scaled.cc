#include "federated/aggregation/add_scaled.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "federated/aggregation/add_scaled.cc"
#include "hwy/foreach_target.h"
// comes after foreach_target.h
#include "core/base/check.h"
#include "federated/aggregation/add_scaled-inl.h"
#include "hwy/highway.h"

#if HWY_ONCE
namespace flow::federated {

HWY_EXPORT(AddScaledFloats);

void AddScaled(double factor, absl::Span<const float> x,
               absl::Span<double> sum) {
  FLOW_CHECK(x.size() == sum.size()) << "a sum of other numbers";
  HWY_DYNAMIC_DISPATCH(AddScaledFloats)
  (factor, x.data(), static_cast<int64_t>(x.size()), sum.data());
}

void AddScaled(double factor, absl::Span<const double> x,
               absl::Span<double> sum) {
  FLOW_CHECK(x.size() == sum.size()) << "a sum of other numbers";
  for (size_t p = 0; p < x.size(); ++p) sum[p] += factor * x[p];
}

}  // namespace flow::federated
#endif  // HWY_ONCE
