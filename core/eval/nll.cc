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
#include "core/ode/chain.h"
#include "core/ode/mixed_likelihood.h"

namespace flow::core {

absl::StatusOr<MetricValue> Nll::Evaluate(const Evaluation& evaluation,
                                          const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const Points points,
                        TargetPoints(evaluation, options_.samples, context));
  const FlowModel& model = *context.model;
  const auto likelihood =
      options_.paper_mixed ? MixedLogLikelihoodOfChain : LogLikelihoodOfChain;
  FLOW_ASSIGN_OR_RETURN(
      const LogLikelihoods found,
      likelihood(model.fields_back(), *model.source, model.solver,
                 {.probes = options_.probes}, points,
                 DeriveSeed(context.seed, "divergence"), context.pool));
  const double unit =
      options_.unit == LikelihoodUnit::kNats
          ? 1
          : 1 / (static_cast<double>(points.x_nd.size(1)) * std::numbers::ln2);
  FLOW_ASSIGN_OR_RETURN(
      const std::vector<double> values,
      ReadPerPoint("log-density", found.log_density_n * -unit));
  MetricValue value = MeanValue(values);
  // the law of all classes says nothing of the density given one, and what is
  // no density may score less than any
  if (model.fields[0].size() > 1 || options_.paper_mixed) return value;
  const std::optional<at::Tensor> exact_n =
      model.target->LogDensity(points.x_nd.to(at::kDouble));
  if (exact_n) value.floor = -unit * exact_n->mean().item<double>();
  return value;
}

}  // namespace flow::core
