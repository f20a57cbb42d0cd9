#ifndef CORE_OT_SEMIDISCRETE_H_
#define CORE_OT_SEMIDISCRETE_H_

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "core/base/thread_pool.h"
#include "core/ot/semidiscrete_options.h"
#include "core/ot/squared_costs.h"

namespace flow::core {

// Shapes: M target points, B source points, D dimensions.

/// Semi-discrete transport [Peyre19, 5.2-5.3]: from any law to M points of
/// equal weight. With a weight g_j for each, the dual is
///
///     max over g of  E_x[min_j (|x - y_j|^2 - g_j)] + mean g,
///
/// and a source point goes to the j that attains the minimum: the Laguerre cell
/// it lies in. A temperature e > 0 replaces min by
///
///     -e log((1/M) sum_j exp((g_j - |x - y_j|^2) / e)),
///
/// and a point goes to j with probability proportional to the j-th term.
/// Immutable and thread-safe.
class SemidiscreteCells {
 public:
  /// `targets` must outlive this object; needs a weight for each.
  SemidiscreteCells(const SquaredCosts* targets, std::vector<double> weights,
                    double temperature);

  const std::vector<double>& weights() const { return weights_; }

  /// Where the point `x` [D] goes: to the best j, whatever `uniform`, or by
  /// inversion of `uniform` in [0, 1). `scratch` grows to M. O(M D).
  int32_t CellOf(const float* x, double uniform,
                 std::vector<float>* scratch) const;

  /// Adds to `share_m` the chance of each j, and returns the (soft) minimum.
  double AddShares(const float* x, double* share_m,
                   std::vector<float>* scratch) const;

 private:
  // The exponentials of AddShares and the minimum of costs less weights.
  double Weigh(const float* x, std::vector<float>* scratch) const;

  const SquaredCosts* targets_;
  std::vector<double> weights_;
  double temperature_;
};

/// Source points [B, D], row-major, of step k: a function of k.
using SourceDraws = absl::FunctionRef<std::vector<float>(int64_t step)>;

/// The dual weights by averaged stochastic ascent [Genevay16]:
///
///     g_j += s_k (1 - M p_j),  p the shares of the step's source points.
///
/// The steps s_k fall geometrically from half the standard deviation of the
/// costs to 1/3000 of that: first the weights of whole regions settle, then
/// those of neighbours. Returned is the average of the last fifth, shifted to
/// mean zero. Rows are shared out to `pool` in fixed shards: the same bits for
/// any number of threads. O(steps B M D) time.
std::vector<double> FitSemidiscrete(const SquaredCosts& targets,
                                    const SemidiscreteOptions& options,
                                    SourceDraws draw, ThreadPool* pool);

struct SemidiscreteQuality {
  /// A bound of the total variation between the shares p and 1/M,
  /// (1/2) sqrt(M sum_j (p_j - 1/M)^2); the sum is estimated without bias from
  /// two independent halves, and a negative estimate counts as zero.
  double marginal_error = 0;
  double dual = 0;  // the dual's value, up to sampling error
};

/// From steps 0 .. 2 rounds - 1 of `draw`.
SemidiscreteQuality MeasureSemidiscrete(const SquaredCosts& targets,
                                        const SemidiscreteCells& cells,
                                        int64_t rounds, SourceDraws draw,
                                        ThreadPool* pool);

}  // namespace flow::core

#endif  // CORE_OT_SEMIDISCRETE_H_
