#ifndef CORE_EVAL_TRANSPORT_COST_H_
#define CORE_EVAL_TRANSPORT_COST_H_

/// The optimal transport cost of two clouds of n points of equal weight,
///
///     C = min over permutations s of  sum_i c(x_i, y_s(i)) / n,
///
/// and how much it would differ for other draws of the points. By the envelope
/// theorem a point's influence on C is its dual potential, u_i or v_j, and
/// sqrt(n) (C - E C) tends to a normal law of variance Var(u) + Var(v)
/// [DelBarrio19]. It is a statement about the fluctuation around E C, the
/// mean at this n; the bias E C - C(P, Q) > 0, of order n^(-2/D) for the
/// squared cost, is no part of it: the floor shows that.
///
/// Where the two laws agree the potentials of the laws are constant, the limit
/// is degenerate, and the duals of the sample, which are all that is left,
/// overstate the fluctuation.

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "core/base/thread_pool.h"
#include "core/eval/metric.h"
#include "core/eval/point_cloud.h"
#include "core/ot/assignment.h"

namespace flow::core {

struct TransportCost {
  double mean_cost = 0;             // C
  std::vector<int32_t> pairing;     // s
  std::vector<double> potential_x;  // u_i, a constant being free
  std::vector<double> potential_y;  // v_j
  double variance = 0;  // of C: VarianceOfMean(u) + VarianceOfMean(v)
};

/// Exact, on the calling thread. InvalidArgument when the shapes differ.
absl::StatusOr<TransportCost> OptimalTransportCost(const PointCloud& x,
                                                   const PointCloud& y,
                                                   GroundCost ground_cost);

/// The costs of generated against target points and, where there is a second
/// target, of the target against it: one thread each. Errors: those of
/// OptimalTransportCost.
struct TransportCosts {
  TransportCost generated;
  std::optional<TransportCost> floor;
};
absl::StatusOr<TransportCosts> CompareByTransport(const ComparedClouds& clouds,
                                                  GroundCost ground_cost,
                                                  ThreadPool* pool);

}  // namespace flow::core

#endif  // CORE_EVAL_TRANSPORT_COST_H_
