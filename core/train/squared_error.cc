#include "core/train/squared_error.h"

#include "ATen/TensorOperators.h"
#include "core/path/path_columns.h"

namespace flow::core {

at::Tensor SquaredErrors(const at::Tensor& error_bd, const at::Tensor& t_b,
                         const TimeWeight& weight) {
  const at::Tensor losses_b = error_bd.square().mean(1);
  if (!weight) return losses_b;
  const at::Tensor weight_b1 = ColumnsAt(
      t_b, 1, [&](double t, double* value) { *value = weight(t); })[0];
  return weight_b1.squeeze(1) * losses_b;
}

}  // namespace flow::core
