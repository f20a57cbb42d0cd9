#ifndef CORE_OT_ENTROPIC_SCALING_H_
#define CORE_OT_ENTROPIC_SCALING_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "core/ot/entropic_plan.h"

namespace flow::core {

/// The alternating scaling of entropic transport [Peyre19, 4.2; Chizat18], in
/// the stabilised form of [Schmitzer19]: the kernel
///
///     K_ij = exp((f_i + g_j - c_ij) / e)
///
/// is scaled by u and v, and when these grow beyond exp(16) they are absorbed,
/// f += e log u and g += e log v, and the kernel is computed anew. So nothing
/// underflows that matters, however small e is against the costs. With l = tau
/// / (tau + e), 1 for marginals that must be met, an iteration is
///
///     u_i = exp(-(1 - l) f_i / e) (sum_j K_ij v_j / m)^-l,   v likewise,
///
/// done in one pass over K: each row, while it is in the cache, takes its u_i
/// and is added to the columns' sums. K, u and v are float32, the sums of
/// columns and the potentials double: marginals are met to about 1e-7.
/// Not thread-safe.
class EntropicScaling {
 public:
  /// Finite costs, row-major n x m, n, m >= 1, that must outlive this object.
  /// `marginal_penalty` is tau; infinite for marginals that must be met.
  EntropicScaling(absl::Span<const float> cost_rc, int64_t rows,
                  int64_t columns, double marginal_penalty);

  /// Sets e. The potentials become the c-transforms of those before,
  /// f_i = min_j (c_ij - g_j), g_j = min_i (c_ij - f_i): every row and every
  /// column of K then has a 1, and none has more.
  void Start(double regularization);

  /// The new u for the v so far, and the v that follows from it. Returns how
  /// much of the mass that v will move, in total variation; infinity when a
  /// scaling wanted to grow by more than exp(30) at once and was cut.
  double Iterate();

  /// Takes the v that Iterate() found.
  void Advance();

  /// The plan of the last Iterate(), before its v is taken.
  EntropicPlan TakePlan() &&;

 private:
  void BuildKernel();
  void Absorb();
  // The shift (f + s, g - s) that is best for the dual, which alternation
  // alone finds slowly when tau is large.
  void Translate();
  float Scale(double sum, double potential);
  bool ScalesAreLarge() const;

  absl::Span<const float> cost_rc_;
  int64_t rows_, columns_, stride_;
  double penalty_, regularization_ = 0, exponent_ = 1;
  bool cut_ = false;
  std::vector<double> f_, g_, column_sum_;
  std::vector<float> kernel_, u_, v_, next_v_;
};

}  // namespace flow::core

#endif  // CORE_OT_ENTROPIC_SCALING_H_
