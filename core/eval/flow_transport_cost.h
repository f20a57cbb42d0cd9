#ifndef CORE_EVAL_FLOW_TRANSPORT_COST_H_
#define CORE_EVAL_FLOW_TRANSPORT_COST_H_

#include "core/eval/metric.h"

namespace flow::core {

/// What the map T of the flow pays for its source points,
///
///     C = mean_n |T(x_n) - x_n|^2,
///
/// at least W2^2 between the source and the law that the flow makes, and equal
/// to it for the optimal map alone. At most the path energy, by Jensen's
/// inequality; the difference is `straightness` times D. Straightening a flow
/// (reflow) never raises it [Liu23]. Units: those of the data, squared.
///
/// std_error: of the mean over points. No floor: two draws of the target have
/// no map. n: the number of points. Errors: those of PointCloud::Create;
/// InvalidArgument unless source and generated points belong together.
class FlowTransportCost : public Metric {
 public:
  absl::string_view name() const override { return "transport_cost"; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;
};

}  // namespace flow::core

#endif  // CORE_EVAL_FLOW_TRANSPORT_COST_H_
