#ifndef CORE_COUPLING_COUPLING_H_
#define CORE_COUPLING_COUPLING_H_

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/distribution/distribution.h"

namespace flow::core {

/// Which source point goes with which target point: pair i joins source row
/// source_b[i] with target row target_b[i]. Indices, not points, so that labels
/// and whatever else belongs to a point travel along.
struct Pairs {
  at::Tensor source_b;     // int64 [B]
  at::Tensor target_b;     // int64 [B]
  double cost = 0;         // mean squared distance of the plan's pairs
  double duality_gap = 0;  // of the transport plan, per pair; 0 without one
};

/// How a batch of source points and a batch of target points become pairs.
/// Immutable and thread-safe.
class Coupling {
 public:
  virtual ~Coupling() = default;

  /// Couples batches float32 [B, D] of equal shape, B >= 1. Draws from `seed`
  /// alone. Errors: those of the solver, where one is used.
  virtual absl::StatusOr<Pairs> Couple(const Points& source,
                                       const Points& target,
                                       Seed seed) const = 0;
};

}  // namespace flow::core

#endif  // CORE_COUPLING_COUPLING_H_
