#ifndef CORE_COUPLING_INDEPENDENT_H_
#define CORE_COUPLING_INDEPENDENT_H_

#include "core/coupling/coupling.h"

namespace flow::core {

/// q(x0, x1) = q0(x0) q1(x1): row i with row i. Draws nothing and
/// never fails.
class IndependentCoupling : public Coupling {
 public:
  absl::StatusOr<Pairs> Couple(const Points& source, const Points& target,
                               Seed seed) const override;
  bool is_rowwise() const override { return true; }
};

}  // namespace flow::core

#endif  // CORE_COUPLING_INDEPENDENT_H_
