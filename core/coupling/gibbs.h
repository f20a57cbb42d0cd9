#ifndef CORE_COUPLING_GIBBS_H_
#define CORE_COUPLING_GIBBS_H_

#include "core/coupling/coupling.h"
#include "core/coupling/coupling_options.h"

namespace flow::core {

/// Pairs as drawn, row i with row i, each of weight
///
///     w_i = exp(-|x0_i - x1_i|^2 / e) / mean_k exp(-|x0_k - x1_k|^2 / e):
///
/// importance weights that turn the independent law of pairs into the Gibbs law
/// proportional to q0(x0) q1(x1) exp(-|x0 - x1|^2 / e), whose marginals are not
/// q0 and q1. No transport is solved; the price is variance, which
/// CouplingReport::effective_share tells.
///
/// Draws nothing. OutOfRange when a distance is not finite.
class GibbsCoupling : public Coupling {
 public:
  explicit GibbsCoupling(const GibbsOptions& options)
      : regularization_(options.regularization) {}

  absl::StatusOr<Pairs> Couple(const Points& source, const Points& target,
                               Seed seed) const override;

 private:
  double regularization_;
};

}  // namespace flow::core

#endif  // CORE_COUPLING_GIBBS_H_
