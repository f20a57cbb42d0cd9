#include "core/tensor/random_tensor.h"

#include "ATen/ops/empty.h"
#include "core/kernels/random_rows.h"

namespace flow::core {

at::Tensor NormalTensor(Seed seed, int64_t rows, int64_t columns) {
  at::Tensor x_nd = at::empty({rows, columns}, at::kFloat);
  FillNormal(seed, 0, rows, columns, x_nd.data_ptr<float>(), columns);
  return x_nd;
}

at::Tensor UniformTensor(Seed seed, int64_t rows) {
  at::Tensor u_n = at::empty({rows}, at::kFloat);
  FillUniform(seed, 0, rows, u_n.data_ptr<float>());
  return u_n;
}

}  // namespace flow::core
