#ifndef CORE_NN_IMAGE_UNET_H_
#define CORE_NN_IMAGE_UNET_H_

#include <cstdint>

#include "core/nn/image/image_shards.h"
#include "core/nn/image/unet_layout.h"
#include "core/nn/network.h"
#include "core/nn/network_options.h"

namespace flow::core {

/// The UNet of guided diffusion [Dhariwal21] with its additive embedding, as
/// flow matching uses it [Tong24, Xu24]: rows are images, channels before rows
/// before columns.
///
///     e = W_2 silu(W_1 s(t)) + l_y,    s(t) = [cos(w_k t), sin(w_k t)],
///     residual: x + c_2(drop(silu(n(c_1(silu(n(x))) + W silu(e))))),
///     attention: x + p(softmax(q k^T / sqrt(C)) v)
///
/// with c convolutions of 3 x 3, n a group normalisation, in 32 groups or so
/// many fewer that each has two channels, w_k = 10000^(-k / (channels / 2)) and
/// t as it is, not times 1000. A hidden label adds nothing. Of a field the part
/// across the plates is the mean of one more channel [Kolesov25].
///
/// Starts at zero: the last convolution is. Dropout where the input says which
/// rows are trained on. Convolutions run with channels last in memory.
class UNet : public Network {
 public:
  /// FLOW_CHECKs that the image halves at every resolution.
  explicit UNet(const UNetOptions& options);

  Parameters Initialize(Seed seed) const override;

  at::Tensor Outputs(const Parameters& parameters,
                     const NetworkInput& input) const override;

  int64_t ShardRows() const override { return kImageShardRows; }

 private:
  UNetOptions options_;
  UNetLayout layout_;
};

}  // namespace flow::core

#endif  // CORE_NN_IMAGE_UNET_H_
