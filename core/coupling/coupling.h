#ifndef CORE_COUPLING_COUPLING_H_
#define CORE_COUPLING_COUPLING_H_

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/coupling/coupling_report.h"
#include "core/distribution/distribution.h"

namespace flow::core {

/// Which source point goes with which target point: pair i joins source row
/// source_b[i] with target row target_b[i]. Indices, not points, so that labels
/// and whatever else belongs to a point travel along.
struct Pairs {
  at::Tensor source_b;    // int64 [B]
  at::Tensor target_b;    // int64 [B]
  CouplingReport report;  // of the plan
  at::Tensor weight_b;    // float32 [B], mean 1; undefined: all pairs weigh 1
};

/// How a batch of source points and a batch of target points become pairs.
/// Immutable and thread-safe.
class Coupling {
 public:
  virtual ~Coupling() = default;

  /// Couples batches float32 [source_rows(B), D] and [B, D], B >= 1, into B
  /// pairs. Draws from `seed` alone. Errors: those of the solver, where one is
  /// used.
  virtual absl::StatusOr<Pairs> Couple(const Points& source,
                                       const Points& target,
                                       Seed seed) const = 0;

  /// How many source points a batch of `batch` target points is coupled with:
  /// as many, unless the coupling chooses partners from more. Those are draws
  /// of the source's law itself (Distribution::Draw, not DrawFor): a candidate
  /// belongs to no class.
  virtual int64_t source_rows(int64_t batch) const { return batch; }

  /// The points that every source point is coupled with, where those are not a
  /// batch: Couple() is then given these, however many, as the target.
  virtual const Points* own_target() const { return nullptr; }

  /// Whether pair i is row i with row i, whatever the points, and all weigh
  /// the same: the rows of several batches may then be coupled at once, or not
  /// be asked about.
  virtual bool is_rowwise() const { return false; }

  /// Whether a coupling costs so much that it is better made beforehand, on a
  /// thread of its own.
  virtual bool is_costly() const { return false; }
};

/// The mean over the pairs of |x1 - x0|^2, float32 [B, D] both.
double MeanSquaredDistance(const at::Tensor& x0_bd, const at::Tensor& x1_bd);

/// The share of distinct values in `rows_b`, int64 [B]; see CouplingReport.
double DistinctShare(const at::Tensor& rows_b);

}  // namespace flow::core

#endif  // CORE_COUPLING_COUPLING_H_
