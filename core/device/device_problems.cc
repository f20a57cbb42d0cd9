#include "core/device/device_problems.h"

#include <utility>

#include "ATen/TensorOperators.h"
#include "core/base/status_macros.h"

namespace flow::core {

DeviceProblems::DeviceProblems(
    std::shared_ptr<const Batches> batches,
    std::shared_ptr<const RegressionObjective> objective, Device* device)
    : batches_(std::move(batches)),
      objective_(std::move(objective)),
      device_(device) {}

absl::StatusOr<Stretch> DeviceProblems::GetStretch(int64_t step) const {
  FLOW_ASSIGN_OR_RETURN(Stretch stretch, batches_->GetStretch(step));
  const Batch& pairs = stretch.rows;
  Regression problem = objective_->ProblemOf(pairs);
  if (problem.weight_b.defined() && pairs.weight_b.defined()) {
    problem.weight_b = problem.weight_b * pairs.weight_b;
  } else if (pairs.weight_b.defined()) {
    problem.weight_b = pairs.weight_b;
  }
  const auto there = [&](const at::Tensor& x) {
    return x.defined() ? device_->Upload(x) : x;
  };
  stretch.rows = {.t_b = there(pairs.t_b),
                  .label_b = there(pairs.label_b),
                  .weight_b = there(problem.weight_b),
                  .coupling = pairs.coupling,
                  .point_bd = there(problem.x_bd),
                  .target_be = there(problem.target_be),
                  .scale_b = there(problem.scale_b),
                  .dropout = pairs.dropout};
  return stretch;
}

}  // namespace flow::core
