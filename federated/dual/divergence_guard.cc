#include "federated/dual/divergence_guard.h"

#include <cmath>
#include <string>

#include "ATen/TensorOperators.h"
#include "ATen/ops/tensor.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/ot/assignment.h"

namespace flow::federated {
namespace {

absl::Span<const float> Values(const at::Tensor& x_nd) {
  return {x_nd.const_data_ptr<float>(), static_cast<size_t>(x_nd.numel())};
}

// |x0_s(j) - x1_j|^2 under the cheapest permutation s, float64 [B].
absl::StatusOr<at::Tensor> TransportCosts(const at::Tensor& x0_bd,
                                          const at::Tensor& x1_bd) {
  const at::Tensor x0 = x0_bd.to(at::kFloat).contiguous();
  const at::Tensor x1 = x1_bd.to(at::kFloat).contiguous();
  FLOW_ASSIGN_OR_RETURN(
      const core::Assignment plan,
      core::SolvePointAssignment(Values(x0), Values(x1), x0.size(0), x0.size(1),
                                 core::GroundCost::kSquaredEuclidean));
  const at::Tensor partner_b =
      at::tensor(at::ArrayRef<int32_t>(plan.column_of_row), at::kLong);
  return (x0 - x1.index_select(0, partner_b)).to(at::kDouble).square().sum(1);
}

std::string Remedy(const SemidualOptions& semidual) {
  if (semidual.read_out == ReadOut::kSoftmin) {
    return "more candidates or a higher entropy estimate it better";
  }
  if (semidual.inner.start != InnerStart::kPoolMinimum) {
    return "let it start at the best candidate, 'inner { start: POOL_MINIMUM "
           "}'";
  }
  return "more candidates, or a smaller 'step_size' of 'inner', solve it "
         "better";
}

}  // namespace

DivergenceGuard::DivergenceGuard(const DivergenceGuardOptions& options,
                                 const SemidualOptions& semidual)
    : options_(options), semidual_(semidual) {
  FLOW_CHECK(options.every >= 1) << "a step to check comes after another";
}

absl::StatusOr<DualBound> DivergenceGuard::Bound(
    const at::Tensor& x0_bd, const at::Tensor& x1_bd) const {
  FLOW_ASSIGN_OR_RETURN(const at::Tensor cost_b, TransportCosts(x0_bd, x1_bd));
  const auto rows = static_cast<double>(cost_b.numel());
  const double cost = cost_b.mean().item<double>();
  const double spread =
      std::sqrt((cost_b - cost).square().mean().item<double>());
  double margin = options_.standard_errors * spread / std::sqrt(rows) +
                  options_.share * cost;
  if (semidual_.read_out == ReadOut::kSoftmin) {
    margin +=
        semidual_.entropy * std::log(static_cast<double>(semidual_.candidates));
  }
  return DualBound{cost, cost + margin};
}

absl::Status DivergenceGuard::Check(int64_t step, double dual_value,
                                    const at::Tensor& x0_bd,
                                    const at::Tensor& x1_bd) const {
  if (!std::isfinite(dual_value)) {
    return absl::OutOfRangeError(
        absl::StrCat("step ", step, ": the dual value J is ", dual_value,
                     "; the inner minimum is not solved: ", Remedy(semidual_)));
  }
  FLOW_ASSIGN_OR_RETURN(const DualBound bound, Bound(x0_bd, x1_bd));
  if (dual_value <= bound.bound) return absl::OkStatus();
  return absl::OutOfRangeError(absl::StrCat(
      "step ", step, ": the dual value J = ", dual_value, " must be at most ",
      bound.bound, " (the cost ", bound.cost,
      " of transport within the batch, and a margin): the inner minimum is not "
      "solved, and the potential diverges; ",
      Remedy(semidual_)));
}

}  // namespace flow::federated
