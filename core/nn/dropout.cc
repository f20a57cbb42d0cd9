#include "core/nn/dropout.h"

#include "ATen/TensorOperators.h"
#include "ATen/core/dispatch/Dispatcher.h"
#include "ATen/ops/empty.h"
#include "ATen/ops/zeros.h"
#include "core/kernels/random_rows.h"

namespace flow::core {
namespace {

at::Tensor UniformLike(const at::Tensor& x, Seed seed,
                       const DropoutRows& rows) {
  const int64_t before =
      rows.rows_before.defined() ? rows.rows_before.item<int64_t>() : 0;
  const int64_t columns = x.numel() / x.size(0);
  const at::Tensor uniform = at::empty(x.sizes(), at::kFloat);
  FillUniform(seed, (rows.first_row + before) * columns, x.numel(),
              uniform.data_ptr<float>());
  return uniform;
}

// The same numbers by the kernel of libflow_cuda.so, which need not be there
// when this is built.
at::Tensor UniformOnGpu(const at::Tensor& x, Seed seed,
                        const DropoutRows& rows) {
  using Signature =
      at::Tensor(const at::Tensor&, int64_t, int64_t, const at::Tensor&);
  static const auto op = c10::Dispatcher::singleton()
                             .findSchemaOrThrow("flow::uniform_rows", "")
                             .typed<Signature>();
  const at::Tensor before = rows.rows_before.defined()
                                ? rows.rows_before
                                : at::zeros({1}, x.options().dtype(at::kLong));
  return op.call(x, static_cast<int64_t>(seed), rows.first_row, before);
}

}  // namespace

at::Tensor Dropout(const at::Tensor& x, double share, const DropoutRows& rows,
                   absl::string_view layer) {
  if (share == 0 || x.numel() == 0) return x;
  const Seed seed = DeriveSeed(rows.seed, "dropout", layer);
  const at::Tensor uniform =
      x.is_cpu() ? UniformLike(x, seed, rows) : UniformOnGpu(x, seed, rows);
  const at::Tensor kept = uniform.ge(share).to(x.scalar_type());
  return x * kept.div_(1 - share);
}

}  // namespace flow::core
