#ifndef CORE_NN_IMAGE_CONV_POTENTIAL_H_
#define CORE_NN_IMAGE_CONV_POTENTIAL_H_

#include "core/nn/potential.h"
#include "core/nn/potential_options.h"

namespace flow::core {

/// A convolutional network of images with one output, for the semi-dual of
/// [Wang25], who names convolutions and no architecture. Of rows [B, D], D = C
/// S^2, as images [B, C, S, S]: with 3 x 3 convolutions C_0 to C_{L-1} of
/// padding 1, the first of stride 1 and the others of stride 2,
///
///     h_0 = x,  h_{k+1} = silu(C_k h_k),  f(x) = b + sum over pixels <w, h_L>.
///
/// The sum, not the mean: the gradient at a pixel is then of one size whatever
/// the number of pixels, as that of squared distances is. Smooth, without
/// normalisation, and growing no faster than |x|. Parameters "layers.K.weight",
/// "layers.K.bias" and "output.weight", "output.bias" start as PyTorch's
/// layers. Thread-safe.
class ConvPotential : public Potential {
 public:
  /// Needs an image and a convolution, which is FLOW_CHECKed.
  explicit ConvPotential(const ConvPotentialOptions& options);

  Parameters Initialize(Seed seed) const override;
  at::Tensor Values(const Parameters& parameters,
                    const at::Tensor& x_bd) const override;

  /// Fewer points of large images: a convolution's numbers take 64 MB.
  int64_t ChunkRows() const override;

 private:
  ConvPotentialOptions options_;
};

}  // namespace flow::core

#endif  // CORE_NN_IMAGE_CONV_POTENTIAL_H_
