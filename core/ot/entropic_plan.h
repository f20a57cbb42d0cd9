#ifndef CORE_OT_ENTROPIC_PLAN_H_
#define CORE_OT_ENTROPIC_PLAN_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "core/base/random.h"

namespace flow::core {

/// A plan of entropic transport between n rows and m columns, each of equal
/// weight: with potentials f and g at regularisation e,
///
///     P_ij = exp((f_i + g_j - c_ij) / e) / (n m).
///
/// Kept as a float32 kernel and its scalings; ask it for pairs rather than for
/// the whole of it. Immutable once made; thread-safe.
struct EntropicPlan {
  int64_t rows = 0, columns = 0;

  /// f [n] and g [m], in the unit of the costs.
  std::vector<double> row_dual, column_dual;

  /// sum_j P_ij and sum_i P_ij.
  std::vector<double> row_mass, column_mass;
  double mass = 0;  // sum P

  double cost = 0;    // <C, P> / mass
  double primal = 0;  // the objective at P; see sinkhorn.h, unbalanced.h
  double dual = 0;    // the dual objective at (f, g)

  /// Of the last iteration: how far its columns were from where the next step
  /// moves them, in total variation. In a balanced problem that is the error
  /// of the column marginal; the row marginal is met.
  double error = 0;
  bool converged = false;  // whether `error` is within the tolerance
  int64_t iterations = 0;  // passes over the kernel, all regularisations

  double Probability(int64_t row, int64_t column) const;

  /// A column drawn from row i: j with probability P_ij / sum_j P_ij, by
  /// inversion of `uniform` in [0, 1). O(m).
  int32_t ColumnOf(int64_t row, double uniform) const;

  /// A pair drawn from P / mass: a row by its mass, then a column of it. Takes
  /// two uniforms of `random`.
  std::pair<int32_t, int32_t> Draw(RowRandom* random) const;

  // The kernel, row by row, `stride` apart, and the scalings:
  // n m P_ij = row_scale_i kernel_ij column_scale_j.
  int64_t stride = 0;
  std::vector<float> kernel, row_scale, column_scale;
  std::vector<double> mass_until;  // partial sums of row_mass
};

/// Fills in the masses and the cost from the kernel and the scalings; the costs
/// are row-major n x m. Everything is summed in double.
void FillMasses(absl::Span<const float> cost_rc, EntropicPlan* plan);

}  // namespace flow::core

#endif  // CORE_OT_ENTROPIC_PLAN_H_
