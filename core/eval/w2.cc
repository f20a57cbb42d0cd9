#include "core/eval/w2.h"

#include <cmath>

#include "core/base/status_macros.h"
#include "core/eval/transport_cost.h"

namespace flow::core {

absl::StatusOr<MetricValue> W2::Evaluate(const Evaluation& evaluation,
                                         const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const ComparedClouds clouds,
                        ReadComparedClouds(evaluation));
  FLOW_ASSIGN_OR_RETURN(
      const TransportCosts costs,
      CompareByTransport(clouds, GroundCost::kSquaredEuclidean, context.pool));
  MetricValue result;
  result.value = std::sqrt(costs.generated.mean_cost);
  if (result.value > 0) {
    result.std_error = std::sqrt(costs.generated.variance) / (2 * result.value);
  }
  result.n = clouds.generated.size();
  if (costs.floor) result.floor = std::sqrt(costs.floor->mean_cost);
  return result;
}

}  // namespace flow::core
