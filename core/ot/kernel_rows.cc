#include "core/ot/kernel_rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ot/kernel_rows.cc"
#include "hwy/foreach_target.h"
// comes after foreach_target.h
#include "core/ot/kernel_rows-inl.h"
#include "hwy/highway.h"

#if HWY_ONCE
namespace flow::core {

HWY_EXPORT(ExpAll);
HWY_EXPORT(FindExtremes);
HWY_EXPORT(LeastDifference);
HWY_EXPORT(LowerAll);
HWY_EXPORT(DotAll);
HWY_EXPORT(AddAll);

void ExpRow(const float* cost, double f, const double* g, double scale,
            int64_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(ExpAll)(cost, f, g, scale, count, out);
}

std::optional<Extremes> FiniteExtremes(const float* values, int64_t count) {
  if (count == 0) return std::nullopt;
  const auto [least, most, none] =
      HWY_DYNAMIC_DISPATCH(FindExtremes)(values, count);
  if (none != 0) return std::nullopt;
  return Extremes{least, most};
}

double MinimumOfDifference(const float* cost, const double* g, int64_t count) {
  return HWY_DYNAMIC_DISPATCH(LeastDifference)(cost, g, count);
}

void LowerTo(const float* cost, double f, int64_t count, double* least) {
  HWY_DYNAMIC_DISPATCH(LowerAll)(cost, f, count, least);
}

std::array<double, kKernelRows> DotRows(const KernelRows& rows, const float* v,
                                        int64_t count) {
  return HWY_DYNAMIC_DISPATCH(DotAll)(rows, v, count);
}

void AddRows(const KernelRows& rows,
             const std::array<float, kKernelRows>& scale, int64_t count,
             double* sums) {
  HWY_DYNAMIC_DISPATCH(AddAll)(rows, scale, count, sums);
}

}  // namespace flow::core
#endif  // HWY_ONCE
