#include "core/nn/dropout.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/empty.h"
#include "core/kernels/random_rows.h"

namespace flow::core {

at::Tensor Dropout(const at::Tensor& x, double share, const DropoutRows& rows,
                   absl::string_view layer) {
  if (share == 0 || x.numel() == 0) return x;
  const at::Tensor uniform = at::empty(x.sizes(), at::kFloat);
  const int64_t columns = x.numel() / x.size(0);
  FillUniform(DeriveSeed(rows.seed, "dropout", layer), rows.first_row * columns,
              x.numel(), uniform.data_ptr<float>());
  const at::Tensor kept = uniform.ge(share).to(x.options());
  return x * kept.div_(1 - share);
}

}  // namespace flow::core
