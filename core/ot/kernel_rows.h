#ifndef CORE_OT_KERNEL_ROWS_H_
#define CORE_OT_KERNEL_ROWS_H_

#include <array>
#include <cstdint>
#include <optional>

namespace flow::core {

/// The inner loops of entropic transport, in the widest vectors that the
/// processor has. Sums run in fixed lanes and nothing is fused, so that the
/// bits are the same with every instruction set.

/// Counts of columns are multiples of this: pad with zeros.
inline constexpr int64_t kKernelLanes = 32;
/// Rows that are taken at once.
inline constexpr int64_t kKernelRows = 8;

struct Extremes {
  float least = 0, most = 0;
};

/// The least and the greatest value; empty where there is none, or one that is
/// not finite.
std::optional<Extremes> FiniteExtremes(const float* values, int64_t count);

using KernelRows = std::array<const float*, kKernelRows>;

/// out_j = exp((f + g_j - c_j) * scale) for `count` columns, any number;
/// exactly 0 where the exponent is below -61, and exp(60) where it is above 60.
/// Relative error at most 2e-7: the exponent is reduced in double, the power
/// series is float32.
void ExpRow(const float* cost, double f, const double* g, double scale,
            int64_t count, float* out);

/// min_j (c_j - g_j).
double MinimumOfDifference(const float* cost, const double* g, int64_t count);

/// least_j = min(least_j, c_j - f).
void LowerTo(const float* cost, double f, int64_t count, double* least);

/// sum_j row_j v_j for each of the rows; float32 within 2048 columns, double
/// above.
std::array<double, kKernelRows> DotRows(const KernelRows& rows, const float* v,
                                        int64_t count);

/// sums_j += sum over the rows of scale row_j; float32 over the rows, then
/// double.
void AddRows(const KernelRows& rows,
             const std::array<float, kKernelRows>& scale, int64_t count,
             double* sums);

}  // namespace flow::core

#endif  // CORE_OT_KERNEL_ROWS_H_
