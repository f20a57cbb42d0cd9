#include "core/eval/features/quantised_images.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/isfinite.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/tensor/describe_tensor.h"

namespace flow::core {
namespace {

bool AreImages(const at::Tensor& x) {
  return x.defined() && x.dim() == 4 && x.numel() > 0 &&
         (x.scalar_type() == at::kByte || x.is_floating_point());
}

}  // namespace

absl::StatusOr<at::Tensor> QuantisedImages(const at::Tensor& images_bchw) {
  if (!AreImages(images_bchw)) {
    return absl::InvalidArgumentError(
        absl::StrCat("images must be Byte or of a floating type, [B, C, H, W]; "
                     "got ",
                     DescribeTensor(images_bchw)));
  }
  if (images_bchw.scalar_type() == at::kByte) return images_bchw;
  const at::Tensor x_bchw = images_bchw.detach().to(at::kFloat);
  if (!at::isfinite(x_bchw).all().item<bool>()) {
    return absl::OutOfRangeError("images must be finite");
  }
  return (x_bchw * 127.5 + 128).clamp(0, 255).to(at::kByte);
}

}  // namespace flow::core
