#include "core/train/given_regression.h"

#include "core/base/check.h"

namespace flow::core {

Regression GivenRegression::ProblemOf(const Batch& batch) const {
  FLOW_CHECK(batch.point_bd.defined() && batch.target_be.defined())
      << "a batch of points and targets";
  return {.x_bd = batch.point_bd,
          .target_be = batch.target_be,
          .scale_b = batch.scale_b,
          .weight_b = {}};
}

}  // namespace flow::core
