#ifndef CORE_NN_IMAGE_IMAGE_ROWS_H_
#define CORE_NN_IMAGE_IMAGE_ROWS_H_

#include "ATen/core/Tensor.h"
#include "core/nn/network_options.h"

namespace flow::core {

/// Rows [B, D] as images [B, C, H, W], sharing their memory.
at::Tensor ToImages(const at::Tensor& x_bd, const ImageShape& image);

/// What a network says of the pixels [B, C', H, W] as it says it of rows: the
/// channels one after the other, and of a field the mean of the last one as its
/// part across the plates.
at::Tensor ToRows(const at::Tensor& x_bchw, Outputs outputs);

}  // namespace flow::core

#endif  // CORE_NN_IMAGE_IMAGE_ROWS_H_
