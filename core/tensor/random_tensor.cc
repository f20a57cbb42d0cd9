#include "core/tensor/random_tensor.h"

#include "ATen/ops/empty.h"

namespace flow::core {

at::Tensor NormalTensor(Seed seed, int64_t rows, int64_t columns) {
  at::Tensor x_nd = at::empty({rows, columns}, at::kFloat);
  float* out = x_nd.data_ptr<float>();
  for (int64_t i = 0; i < rows; ++i) {
    RowRandom random(seed, i);
    for (int64_t d = 0; d < columns; ++d) {
      *out++ = static_cast<float>(random.Normal());
    }
  }
  return x_nd;
}

at::Tensor UniformTensor(Seed seed, int64_t rows) {
  at::Tensor u_n = at::empty({rows}, at::kFloat);
  float* out = u_n.data_ptr<float>();
  for (int64_t i = 0; i < rows; ++i) {
    // 24 bits are exact in float32: rounding never reaches 1
    out[i] = static_cast<float>(RowRandom(seed, i).Uint32() >> 8) * 0x1p-24f;
  }
  return u_n;
}

}  // namespace flow::core
