#include "core/tensor/normal_rows.h"

#include "ATen/core/dispatch/Dispatcher.h"
#include "ATen/ops/empty.h"
#include "core/base/random.h"
#include "core/kernels/random_rows.h"

namespace flow::core {
namespace {

at::Tensor OnCpu(Seed seed, const at::Tensor& row_r, int64_t columns) {
  const int64_t rows = row_r.size(0);
  const at::Tensor row_c = row_r.contiguous();
  const int64_t* const row = row_c.const_data_ptr<int64_t>();
  const at::Tensor x = at::empty({rows, columns}, at::kFloat);
  float* const out = x.mutable_data_ptr<float>();
  for (int64_t i = 0; i < rows;) {
    // rows that follow each other are drawn many at a time
    int64_t end = i + 1;
    while (end < rows && row[end] == row[end - 1] + 1) ++end;
    FillNormal(seed, row[i], end - i, columns, out + i * columns, columns);
    i = end;
  }
  return x;
}

// By the kernel of libflow_cuda.so, which need not be there when this is built.
at::Tensor OnGpu(const at::Tensor& seed, const at::Tensor& row_r,
                 int64_t columns) {
  using Signature = at::Tensor(const at::Tensor&, const at::Tensor&, int64_t);
  static const auto op = c10::Dispatcher::singleton()
                             .findSchemaOrThrow("flow::normal_rows", "")
                             .typed<Signature>();
  return op.call(seed, row_r, columns);
}

}  // namespace

at::Tensor NormalRows(const at::Tensor& seed, const at::Tensor& row_r,
                      int64_t columns) {
  if (!row_r.is_cpu()) return OnGpu(seed, row_r, columns);
  return OnCpu(static_cast<Seed>(*seed.const_data_ptr<int64_t>()), row_r,
               columns);
}

}  // namespace flow::core
