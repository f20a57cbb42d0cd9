#include "core/eval/w1.h"

#include <cmath>

#include "core/base/status_macros.h"
#include "core/eval/transport_cost.h"

namespace flow::core {

absl::StatusOr<MetricValue> W1::Evaluate(const Evaluation& evaluation,
                                         const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const ComparedClouds clouds,
                        ReadComparedClouds(evaluation));
  FLOW_ASSIGN_OR_RETURN(
      const TransportCosts costs,
      CompareByTransport(clouds, GroundCost::kEuclidean, context.pool));
  MetricValue result;
  result.value = costs.generated.mean_cost;
  result.std_error = std::sqrt(costs.generated.variance);
  result.n = clouds.generated.size();
  if (costs.floor) result.floor = costs.floor->mean_cost;
  return result;
}

}  // namespace flow::core
