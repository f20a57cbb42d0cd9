#include "core/eval/flow_transport_cost.h"

#include <cstdint>
#include <vector>

#include "core/base/status_macros.h"
#include "core/eval/mean_value.h"
#include "core/eval/point_cloud.h"

namespace flow::core {

absl::StatusOr<MetricValue> FlowTransportCost::Evaluate(
    const Evaluation& evaluation, const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const PointCloud start,
                        PointCloud::Create("source", evaluation.source_nd));
  FLOW_ASSIGN_OR_RETURN(
      const PointCloud end,
      PointCloud::Create("generated", evaluation.generated_nd));
  FLOW_RETURN_IF_ERROR(CheckSameShape("generated", end, "source", start));
  std::vector<double> costs(start.size());
  for (int64_t i = 0; i < start.size(); ++i) {
    costs[i] = SquaredDistance(start.row(i), end.row(i));
  }
  return MeanValue(costs);
}

}  // namespace flow::core
