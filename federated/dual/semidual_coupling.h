#ifndef FEDERATED_DUAL_SEMIDUAL_COUPLING_H_
#define FEDERATED_DUAL_SEMIDUAL_COUPLING_H_

#include <memory>

#include "core/coupling/coupling.h"
#include "core/nn/potential.h"
#include "federated/dual/semidual_options.h"

namespace flow::federated {

/// The coupling of a trained potential f [Wang25]: target x1 goes with the
/// candidate z of a pool of draws of the source whose |z - x1|^2 - f(z) is
/// least, or with one drawn with softmax weights (pool_choice.h). In the limit
/// of an infinite pool that is the optimal plan if f is the optimal potential;
/// a client needs f and its own targets alone.
///
/// A batch of B targets takes source_rows(B) source points: K candidates for
/// all (kShared), or B K, of which the rows b K to b K + K - 1 are those of
/// target b (kFresh). Pair i is that of target row i. A reuse cap holds among
/// the targets of one call, for a shared pool alone.
///
/// The chosen points do not have the law of the source: a finite pool prefers
/// short ones, by much in many dimensions, and a shared one repeats them; see
/// `equal_norm`, the report's distinct_sources, most_taken and chosen_square,
/// and README.md.
///
/// LibTorch runs on the calling thread. InvalidArgument when a reuse cap is too
/// small for the batch; OutOfRange for scores that are not finite.
class SemidualCoupling : public core::Coupling {
 public:
  /// Keeps the parameters, which are float32 and must not be changed later.
  SemidualCoupling(std::shared_ptr<const core::Potential> potential,
                   core::Parameters parameters, const SemidualOptions& options);

  /// FLOW_CHECKs the number of source points.
  absl::StatusOr<core::Pairs> Couple(const core::Points& source,
                                     const core::Points& target,
                                     Seed seed) const override;
  int64_t source_rows(int64_t batch) const override;
  bool is_costly() const override { return true; }

 private:
  std::shared_ptr<const core::Potential> potential_;
  core::Parameters parameters_;
  SemidualOptions options_;
};

}  // namespace flow::federated

#endif  // FEDERATED_DUAL_SEMIDUAL_COUPLING_H_
