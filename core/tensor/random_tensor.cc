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

at::Tensor IndexTensor(Seed seed, int64_t n, int64_t rows) {
  at::Tensor index_n = at::empty({rows}, at::kLong);
  int64_t* const index = index_n.data_ptr<int64_t>();
  for (int64_t i = 0; i < rows; ++i) {
    index[i] = static_cast<int64_t>(RowRandom(seed, i).UniformInt(n));
  }
  return index_n;
}

}  // namespace flow::core
