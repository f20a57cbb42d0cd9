#include "core/device/device_problems.h"

#include <utility>

#include "ATen/TensorOperators.h"
#include "core/base/status_macros.h"
#include "core/train/path_regression.h"

namespace flow::core {
namespace {

// The problem of `pairs` as rows that bring it along.
Batch Given(const Regression& problem, const Batch& pairs) {
  at::Tensor weight_b = problem.weight_b;
  if (pairs.weight_b.defined()) {
    weight_b = weight_b.defined() ? weight_b * pairs.weight_b : pairs.weight_b;
  }
  return {.t_b = pairs.t_b,
          .label_b = pairs.label_b,
          .weight_b = weight_b,
          .coupling = pairs.coupling,
          .point_bd = problem.x_bd,
          .target_be = problem.target_be,
          .scale_b = problem.scale_b,
          .dropout = pairs.dropout};
}

}  // namespace

DeviceProblems::DeviceProblems(
    std::shared_ptr<const Batches> batches,
    std::shared_ptr<const RegressionObjective> objective, Device* device)
    : batches_(std::move(batches)),
      objective_(std::move(objective)),
      device_(device) {}

absl::StatusOr<Stretch> DeviceProblems::GetStretch(int64_t step) const {
  const PathRegression* const path = objective_->along_path();
  FLOW_ASSIGN_OR_RETURN(Stretch stretch, path ? batches_->GetUndrawn(step)
                                              : batches_->GetStretch(step));
  if (path != nullptr) {
    stretch.rows.factors_bk = path->FactorsAt(stretch.rows.t_b);
  } else {
    stretch.rows = Given(objective_->ProblemOf(stretch.rows), stretch.rows);
  }
  for (const auto rows : kRowsOfBatch) {
    at::Tensor& tensor = stretch.rows.*rows;
    if (tensor.defined()) tensor = device_->Upload(tensor);
  }
  return stretch;
}

}  // namespace flow::core
