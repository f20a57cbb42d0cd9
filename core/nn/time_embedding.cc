#include "core/nn/time_embedding.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/cat.h"

namespace flow::core {
namespace {

struct Embed {
  const at::Tensor& t_b;

  at::Tensor operator()(const ConcatenatedTimeOptions&) const {
    return t_b.unsqueeze(1);
  }

  at::Tensor operator()(const SinusoidalTimeOptions& options) const {
    const int64_t half = options.dim / 2;
    const at::Tensor frequency_k =
        (at::arange(half, t_b.options()) * (-std::log(10000.0) / half)).exp();
    const at::Tensor angle_bk = t_b.unsqueeze(1) * 1000 * frequency_k;
    return at::cat({angle_bk.cos(), angle_bk.sin()}, 1);
  }
};

}  // namespace

at::Tensor EmbedTime(const at::Tensor& t_b,
                     const TimeEmbeddingOptions& options) {
  return std::visit(Embed{t_b}, options);
}

}  // namespace flow::core
