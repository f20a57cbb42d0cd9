#ifndef CORE_NN_IMAGE_NAMED_LAYERS_H_
#define CORE_NN_IMAGE_NAMED_LAYERS_H_

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "core/nn/network.h"

namespace flow::core {

/// The layers of a network by the names of their parameters: "NAME.weight" and
/// "NAME.bias". FLOW_CHECKs that they are there. Keeps a reference to the
/// parameters.
class NamedLayers {
 public:
  explicit NamedLayers(const Parameters& parameters);

  const at::Tensor& At(absl::string_view name) const;

  /// x W^T + b over the last dimension; W [out, in], or [out, in, 1] of a
  /// convolution over one pixel.
  at::Tensor Linear(absl::string_view name, const at::Tensor& x) const;

  /// Of images [B, C, H, W].
  at::Tensor Convolve(absl::string_view name, const at::Tensor& x,
                      int64_t stride, int64_t padding) const;

  /// In `groups` groups of channels.
  at::Tensor GroupNorm(absl::string_view name, const at::Tensor& x,
                       int64_t groups) const;

 private:
  const at::Tensor& Weight(absl::string_view name) const;
  const at::Tensor& Bias(absl::string_view name) const;

  absl::flat_hash_map<absl::string_view, const at::Tensor*> by_name_;
};

}  // namespace flow::core

#endif  // CORE_NN_IMAGE_NAMED_LAYERS_H_
