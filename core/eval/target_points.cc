#include "core/eval/target_points.h"

#include "absl/status/status.h"
#include "core/base/status_macros.h"
#include "core/eval/flow_model.h"
#include "core/eval/point_cloud.h"

namespace flow::core {

absl::StatusOr<Points> TargetPoints(const Evaluation& evaluation,
                                    std::optional<int64_t> samples,
                                    const MetricContext& context) {
  const at::Tensor x_nd = evaluation.target_nd;
  FLOW_RETURN_IF_ERROR(PointCloud::Create("target", x_nd).status());
  if (context.model == nullptr) {
    return absl::FailedPreconditionError(
        "a likelihood is asked of a flow, and there is none");
  }
  const int64_t n = samples.value_or(x_nd.size(0));
  if (n > x_nd.size(0)) {
    return context.model->target->DrawDistinct(
        n, DeriveSeed(context.seed, "target"));
  }
  const at::Tensor& label_n = evaluation.target_label_n;
  return Points{x_nd.narrow(0, 0, n),
                label_n.defined() ? label_n.narrow(0, 0, n) : label_n};
}

}  // namespace flow::core
