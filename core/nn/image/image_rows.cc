#include "core/nn/image/image_rows.h"

#include "ATen/ops/concat.h"

namespace flow::core {

at::Tensor ToImages(const at::Tensor& x_bd, const ImageShape& image) {
  return x_bd.view({x_bd.size(0), image.channels, image.side, image.side});
}

at::Tensor ToRows(const at::Tensor& x_bchw, Outputs outputs) {
  if (outputs != Outputs::kField) return x_bchw.flatten(1);
  const int64_t channels = x_bchw.size(1) - 1;
  const at::Tensor across_b = x_bchw.select(1, channels).mean({1, 2});
  return at::concat(
      {x_bchw.narrow(1, 0, channels).flatten(1), across_b.unsqueeze(1)}, 1);
}

}  // namespace flow::core
