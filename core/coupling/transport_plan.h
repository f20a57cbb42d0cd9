#ifndef CORE_COUPLING_TRANSPORT_PLAN_H_
#define CORE_COUPLING_TRANSPORT_PLAN_H_

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/coupling/coupling_options.h"
#include "core/coupling/coupling_report.h"

namespace flow::core {

/// Two clouds of n points to be coupled.
struct TransportProblem {
  int64_t n = 0, dim = 0;
  std::vector<float> x0_nd, x1_nd;
  // of both sides: added to the cost of i and j where label i is not label j
  std::vector<int64_t> label_n;  // empty without
  double label_weight = 0;       // finite
};

/// A transport plan between two clouds, from which pairs can be drawn.
/// Immutable and thread-safe.
class TransportPlan {
 public:
  explicit TransportPlan(CouplingReport report) : report_(report) {}
  virtual ~TransportPlan() = default;

  const CouplingReport& report() const { return report_; }

  /// A pair of the plan, normalised to a law. `row` is uniform on the n rows: a
  /// plan whose rows all have the same mass keeps it.
  virtual std::pair<int32_t, int32_t> Draw(int32_t row,
                                           RowRandom* random) const = 0;

 private:
  CouplingReport report_;
};

/// The regularisation of a batch whose squared distances have this mean.
double RegularizationOf(const SinkhornSolverOptions& options,
                        double mean_distance);

/// Solves the problem, on the calling thread. Of an exact plan Draw() gives the
/// one partner of the row and draws nothing. InvalidArgument for a coordinate
/// that is not finite, or squared distances that are not in float32; otherwise
/// the errors of the solver.
absl::StatusOr<std::unique_ptr<TransportPlan>> SolveTransport(
    const OtSolverOptions& options, const TransportProblem& problem);

}  // namespace flow::core

#endif  // CORE_COUPLING_TRANSPORT_PLAN_H_
