#ifndef CORE_COUPLING_SEMIDISCRETE_COUPLING_H_
#define CORE_COUPLING_SEMIDISCRETE_COUPLING_H_

#include <memory>
#include <vector>

#include "core/base/thread_pool.h"
#include "core/coupling/coupling.h"
#include "core/ot/semidiscrete.h"

namespace flow::core {

/// A finite target and the dual weight of each of its points.
struct WeightedTargets {
  Points points;  // float32 [M, D]
  std::vector<double> weights;
};

/// Semi-discrete transport from the law of the source to all points of a finite
/// target (core/ot/semidiscrete.h): each fresh source point goes to the target
/// point whose Laguerre cell it lies in, or at a temperature above 0 to one
/// drawn by inversion of a uniform of (seed, row). O(M D) a point; the choice
/// does not depend on the rest of the batch.
class SemidiscreteCoupling : public Coupling {
 public:
  /// Needs a weight for each point.
  SemidiscreteCoupling(WeightedTargets targets, double temperature);

  absl::StatusOr<Pairs> Couple(const Points& source, const Points& target,
                               Seed seed) const override;
  const Points* own_target() const override { return &points_; }
  bool is_costly() const override { return true; }

 private:
  Points points_;
  SquaredCosts costs_;
  SemidiscreteCells cells_;
};

/// The weights for a finite target, and how good they are; see
/// FitSemidiscrete. Draws from `seed` alone.
struct FittedTargets {
  WeightedTargets targets;
  SemidiscreteQuality quality;
};
FittedTargets FitTargets(const Distribution& source, const Points& target,
                         const SemidiscreteOptions& options, Seed seed,
                         ThreadPool* pool);

}  // namespace flow::core

#endif  // CORE_COUPLING_SEMIDISCRETE_COUPLING_H_
