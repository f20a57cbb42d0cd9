#include "core/eval/transport_cost.h"

#include <utility>

#include "core/base/status_macros.h"
#include "core/eval/mean_value.h"

namespace flow::core {

absl::StatusOr<TransportCost> OptimalTransportCost(const PointCloud& x,
                                                   const PointCloud& y,
                                                   GroundCost ground_cost) {
  FLOW_RETURN_IF_ERROR(CheckSameShape("x", x, "y", y));
  FLOW_ASSIGN_OR_RETURN(Assignment assignment,
                        SolvePointAssignment(x.values(), y.values(), x.size(),
                                             x.dim(), ground_cost));
  TransportCost cost;
  cost.mean_cost = assignment.cost / static_cast<double>(x.size());
  cost.variance = VarianceOfMean(assignment.row_dual) +
                  VarianceOfMean(assignment.column_dual);
  cost.pairing = std::move(assignment.column_of_row);
  cost.potential_x = std::move(assignment.row_dual);
  cost.potential_y = std::move(assignment.column_dual);
  return cost;
}

absl::StatusOr<TransportCosts> CompareByTransport(const ComparedClouds& clouds,
                                                  GroundCost ground_cost,
                                                  ThreadPool* pool) {
  FLOW_RETURN_IF_ERROR(CheckEqualSizes(clouds));
  absl::StatusOr<TransportCost> generated, floor;
  pool->ParallelFor(clouds.second_target ? 2 : 1, [&](int64_t shard) {
    if (shard == 0) {
      generated =
          OptimalTransportCost(clouds.generated, clouds.target, ground_cost);
    } else {
      floor = OptimalTransportCost(clouds.target, *clouds.second_target,
                                   ground_cost);
    }
  });
  TransportCosts costs;
  FLOW_ASSIGN_OR_RETURN(costs.generated, std::move(generated));
  if (clouds.second_target) {
    FLOW_ASSIGN_OR_RETURN(costs.floor, std::move(floor));
  }
  return costs;
}

}  // namespace flow::core
