#include "core/train/path_regression.h"

namespace flow::core {

at::Tensor PathRegression::FactorsAt(const at::Tensor& t_b) const {
  return NumbersAt(t_b, weight_ ? kPathNumbers + 1 : kPathNumbers,
                   [this](double t, double* values) {
                     PathNumbersAt(path_.options(), t, values);
                     if (weight_) values[kPathNumbers] = weight_(t);
                   });
}

Regression PathRegression::ProblemOf(const Batch& batch) const {
  const at::Tensor factors_bk =
      batch.factors_bk.defined() ? batch.factors_bk : FactorsAt(batch.t_b);
  Regression problem = ProblemAt(PathColumnsOf(factors_bk), batch);
  if (weight_) problem.weight_b = factors_bk.select(1, kPathNumbers);
  return problem;
}

}  // namespace flow::core
