#include "core/eval/round_trip_error.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "core/base/status_macros.h"
#include "core/eval/flow_model.h"
#include "core/eval/mean_value.h"
#include "core/eval/point_cloud.h"
#include "core/ode/chain.h"

namespace flow::core {

absl::StatusOr<MetricValue> RoundTripError::Evaluate(
    const Evaluation& evaluation, const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const PointCloud start,
                        PointCloud::Create("source", evaluation.source_nd));
  FLOW_ASSIGN_OR_RETURN(
      const PointCloud end,
      PointCloud::Create("generated", evaluation.generated_nd));
  FLOW_RETURN_IF_ERROR(CheckSameShape("generated", end, "source", start));
  if (context.model == nullptr) {
    return absl::FailedPreconditionError(
        "a way back is asked of a flow, and there is none");
  }
  FLOW_ASSIGN_OR_RETURN(
      const auto transport,
      MakeChainTransport(context.model->fields_back(), context.model->solver,
                         context.pool));
  FLOW_ASSIGN_OR_RETURN(
      const Transported back,
      transport->Push(evaluation.generated_nd,
                      {.direction = Direction::kBackward,
                       .label_n = evaluation.generated_label_n}));
  FLOW_ASSIGN_OR_RETURN(const PointCloud again,
                        PointCloud::Create("returned", back.x_nd));
  std::vector<double> distances(start.size());
  for (int64_t i = 0; i < start.size(); ++i) {
    distances[i] = std::sqrt(SquaredDistance(start.row(i), again.row(i)));
  }
  return MeanValue(distances);
}

}  // namespace flow::core
