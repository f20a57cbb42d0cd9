#include "federated/exchange/error_feedback.h"

#include <cmath>
#include <utility>

#include "ATen/ops/empty_like.h"
#include "federated/aggregation/alike.h"
#include "federated/aggregation/client_value.h"

namespace flow::federated {
namespace {

at::Tensor LeftOut(const at::Tensor& total, const at::Tensor& sent) {
  const at::Tensor residual = at::empty_like(total);
  WithNumberOf(total, [&](auto number) {
    using T = decltype(number);
    const T* const x = total.const_data_ptr<T>();
    const T* const y = sent.const_data_ptr<T>();
    T* const r = residual.data_ptr<T>();
    for (int64_t p = 0; p < total.numel(); ++p) {
      r[p] = std::isfinite(y[p]) ? x[p] - y[p] : 0;
    }
  });
  return residual;
}

}  // namespace

SentWithFeedback CompressWithFeedback(const CompressionOptions& options,
                                      const at::Tensor& value,
                                      const at::Tensor& residual,
                                      absl::Span<const int64_t> tensor_sizes,
                                      Seed seed) {
  if (residual.defined()) CheckAlike(value, residual, "the residual");
  const at::Tensor total = residual.defined() ? value.add(residual) : value;
  Compressed sent = Compress(options, total, tensor_sizes, seed);
  at::Tensor left_out = LeftOut(total, sent.value);
  return {std::move(sent), std::move(left_out)};
}

}  // namespace flow::federated
