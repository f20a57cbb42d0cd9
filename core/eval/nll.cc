#include "core/eval/nll.h"

#include <numbers>
#include <optional>
#include <vector>

#include "ATen/TensorOperators.h"
#include "core/base/status_macros.h"
#include "core/eval/flow_model.h"
#include "core/eval/mean_value.h"
#include "core/eval/point_cloud.h"
#include "core/eval/target_points.h"
#include "core/ode/likelihood.h"

namespace flow::core {

absl::StatusOr<MetricValue> Nll::Evaluate(const Evaluation& evaluation,
                                          const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const at::Tensor x_nd,
                        TargetPoints(evaluation, options_.samples, context));
  const FlowModel& model = *context.model;
  FLOW_ASSIGN_OR_RETURN(
      const LogLikelihoods found,
      LogLikelihood(*model.field, *model.source, model.solver,
                    {.probes = options_.probes}, x_nd,
                    DeriveSeed(context.seed, "divergence"), context.pool));
  const double unit =
      options_.unit == LikelihoodUnit::kNats
          ? 1
          : 1 / (static_cast<double>(x_nd.size(1)) * std::numbers::ln2);
  FLOW_ASSIGN_OR_RETURN(
      const std::vector<double> values,
      ReadPerPoint("log-density", found.log_density_n * -unit));
  MetricValue value = MeanValue(values);
  const std::optional<at::Tensor> exact_n =
      model.target->LogDensity(x_nd.to(at::kDouble));
  if (exact_n) value.floor = -unit * exact_n->mean().item<double>();
  return value;
}

}  // namespace flow::core
