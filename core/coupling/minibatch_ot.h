#ifndef CORE_COUPLING_MINIBATCH_OT_H_
#define CORE_COUPLING_MINIBATCH_OT_H_

#include "core/coupling/coupling.h"
#include "core/coupling/coupling_options.h"

namespace flow::core {

/// Optimal transport within the batch [Tong24; Pooladian23]: the plan
/// of least mean squared distance between B source and B target points, which
/// is a permutation s,
///
///     min over s of (1/B) sum_i |x0_i - x1_s(i)|^2.
///
/// kPermutation uses every point once. kResample draws B pairs (i, s(i)) with
/// replacement, i by i from `seed`: what the method's authors do; each batch
/// then leaves out a share of 1/e of its points on average, and Pairs::cost is
/// the mean over the plan, about which that of the drawn pairs scatters.
///
/// Computed on the calling thread, exactly, whatever the seed. InvalidArgument
/// for a coordinate that is not finite.
class MinibatchOt : public Coupling {
 public:
  explicit MinibatchOt(const MinibatchOtOptions& options)
      : pairing_(options.pairing) {}

  absl::StatusOr<Pairs> Couple(const Points& source, const Points& target,
                               Seed seed) const override;

 private:
  Pairing pairing_;
};

}  // namespace flow::core

#endif  // CORE_COUPLING_MINIBATCH_OT_H_
