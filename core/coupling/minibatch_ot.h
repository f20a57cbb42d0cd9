#ifndef CORE_COUPLING_MINIBATCH_OT_H_
#define CORE_COUPLING_MINIBATCH_OT_H_

#include "core/coupling/coupling.h"
#include "core/coupling/coupling_options.h"

namespace flow::core {

/// Optimal transport within the batch [Tong24; Pooladian23] between B source
/// and B target points, by the solver of the options. The exact plan of least
/// mean squared distance is a permutation s,
///
///     min over s of (1/B) sum_i |x0_i - x1_s(i)|^2.
///
/// kPermutation uses every point once; the exact solver only. kResample draws B
/// pairs of the plan with replacement, i by i from `seed`: what the methods'
/// authors do; of an exact plan each batch then leaves out a share of 1/e of
/// its points on average. CouplingReport::cost is the mean over the plan, about
/// which that of the drawn pairs scatters.
///
/// With labels and a condition_weight w > 0 [Cheng25], source row i inherits
/// the label c_i of target row i, with which it was drawn, and
///
///     cost_ij = |x0_i - x1_j|^2 + w [c_i != c_j].
///
/// As x0_i knows nothing of c_i, the source points that carry a label are a
/// fair draw of the source's law; an infinite w couples each class with them
/// alone, and so p(x0 | label) is the source's law for each label, which it is
/// not when transport may choose freely. The classes are then problems of their
/// own, square by construction; a partial plan moves its share of each, and
/// pairs are drawn from a class as often as it has points in the batch.
///
/// Computed on the calling thread. Without labels the weight has no effect.
/// Errors: those of SolveTransport.
class MinibatchOt : public Coupling {
 public:
  explicit MinibatchOt(const MinibatchOtOptions& options) : options_(options) {}

  absl::StatusOr<Pairs> Couple(const Points& source, const Points& target,
                               Seed seed) const override;
  bool is_costly() const override { return true; }

 private:
  MinibatchOtOptions options_;
};

}  // namespace flow::core

#endif  // CORE_COUPLING_MINIBATCH_OT_H_
