#ifndef CORE_NN_IMAGE_DIT_H_
#define CORE_NN_IMAGE_DIT_H_

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "core/nn/image/image_shards.h"
#include "core/nn/network.h"
#include "core/nn/network_options.h"
#include "core/tensor/constant.h"

namespace flow::core {

/// A transformer over the patches of an image [Peebles23], as flow matching
/// uses it [Ma24]: rows are images, channels before rows before columns.
///
///     c = W_2 silu(W_1 s(t)) + l_y,      h = patches W + places,
///     h = h + g_1 attention(m_1(h)) ,    h = h + g_2 mlp(m_2(h)),
///     m(h) = layernorm(h) (1 + scale) + shift
///
/// with scale, shift and gate g linear in silu(c), s(t) of 256 cosines and
/// sines of w_k t, w_k = 10000^(-k / 128), t as it is, and GELU by the
/// hyperbolic tangent. A place has cosines and sines of its row and column. A
/// hidden label has a row of its own in the table. Of a field the part across
/// the plates is the mean of one more channel.
///
/// Starts at zero: all gates and the last layer are.
class Dit : public Network {
 public:
  /// FLOW_CHECKs that patches tile the image and heads divide the width.
  explicit Dit(const DitOptions& options);

  Parameters Initialize(Seed seed) const override;

  at::Tensor Outputs(const Parameters& parameters,
                     const NetworkInput& input) const override;

  int64_t ShardRows() const override { return kImageShardRows; }

 private:
  DitOptions options_;
  Constant places_nw_;  // double [patches, width]
};

/// Cosines and sines of rows and columns of a square of `side` patches, double
/// [side^2, width], width a multiple of 4: of each place first width / 4 sines
/// and as many cosines of its column, then those of its row, all of
/// p 10000^(-4k / width).
at::Tensor PlacesOfPatches(int64_t side, int64_t width);

}  // namespace flow::core

#endif  // CORE_NN_IMAGE_DIT_H_
