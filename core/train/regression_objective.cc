#include "core/train/regression_objective.h"

#include "ATen/TensorOperators.h"
#include "core/path/path_columns.h"

namespace flow::core {

at::Tensor WeightsAt(const TimeWeight& weight, const at::Tensor& t_b) {
  if (!weight) return {};
  return ColumnsAt(t_b, 1,
                   [&](double t, double* value) { *value = weight(t); })[0]
      .squeeze(1);
}

at::Tensor RegressionLosses(const Network& network,
                            const Parameters& parameters,
                            const Regression& problem,
                            const NetworkInput& input) {
  at::Tensor f_be = network.Outputs(parameters, input);
  if (problem.scale_b.defined()) f_be = problem.scale_b.unsqueeze(1) * f_be;
  at::Tensor losses_b = (f_be - problem.target_be).square().mean(1);
  if (problem.weight_b.defined()) losses_b = problem.weight_b * losses_b;
  return losses_b;
}

at::Tensor RegressionObjective::RowLosses(const Network& network,
                                          const Parameters& parameters,
                                          const Batch& batch) const {
  const Regression problem = ProblemOf(batch);
  return RegressionLosses(
      network, parameters, problem,
      {problem.x_bd, batch.t_b, batch.label_b, batch.dropout});
}

}  // namespace flow::core
