#include "core/train/path_regression.h"

#include "ATen/ops/concat.h"

namespace flow::core {
at::Tensor PathRegression::FactorsAt(const at::Tensor& t_b) const {
  const at::Tensor path_bk = SideBySide(PathColumnsAt(path_.options(), t_b));
  if (!weight_) return path_bk;
  return at::concat({path_bk, WeightsAt(weight_, t_b).unsqueeze(1)}, 1);
}

Regression PathRegression::ProblemOf(const Batch& batch) const {
  if (!batch.factors_bk.defined()) {
    Regression problem =
        ProblemAt(PathColumnsAt(path_.options(), batch.t_b), batch);
    problem.weight_b = WeightsAt(weight_, batch.t_b);
    return problem;
  }
  Regression problem = ProblemAt(FromSideBySide(batch.factors_bk), batch);
  if (weight_) problem.weight_b = batch.factors_bk.select(1, -1);
  return problem;
}

}  // namespace flow::core
