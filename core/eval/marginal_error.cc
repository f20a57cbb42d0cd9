#include "core/eval/marginal_error.h"

#include <cmath>
#include <cstdint>

#include "absl/status/status.h"
#include "core/base/status_macros.h"
#include "core/eval/flow_model.h"
#include "core/eval/point_cloud.h"
#include "core/eval/transport_cost.h"
#include "core/train/equal_pairs.h"

namespace flow::core {
absl::StatusOr<MetricValue> MarginalError::Evaluate(
    const Evaluation& evaluation, const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(PointCloud fresh,
                        PointCloud::Create("source", evaluation.source_nd));
  const FlowModel* model = context.model;
  if (model == nullptr || model->pairs == nullptr) {
    return absl::FailedPreconditionError(
        "an error of the pairs is asked of a flow that was trained on pairs, "
        "and there is none");
  }
  const int64_t n = fresh.size();
  FLOW_ASSIGN_OR_RETURN(
      const Batch pairs,
      EqualPairs(*model->pairs, n, DeriveSeed(context.seed, "weights")));
  FLOW_ASSIGN_OR_RETURN(PointCloud paired,
                        PointCloud::Create("paired source", pairs.x0_bd));
  FLOW_ASSIGN_OR_RETURN(
      PointCloud second,
      PointCloud::Create(
          "second source",
          model->source->Draw(n, DeriveSeed(context.seed, "source")).x_nd));
  FLOW_ASSIGN_OR_RETURN(
      const TransportCosts costs,
      CompareByTransport(
          {std::move(paired), std::move(fresh), std::move(second)},
          GroundCost::kSquaredEuclidean, context.pool));
  MetricValue result;
  result.value = costs.generated.mean_cost;
  result.std_error = std::sqrt(costs.generated.variance);
  result.n = n;
  if (costs.floor) result.floor = costs.floor->mean_cost;
  return result;
}

}  // namespace flow::core
