#ifndef CORE_EVAL_FEATURES_QUANTISED_IMAGES_H_
#define CORE_EVAL_FEATURES_QUANTISED_IMAGES_H_

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"

namespace flow::core {

// Shapes: B images, C channels, H rows, W columns.

/// The grey levels that a file would hold: of x in [-1, 1]
///
///     clip(127.5 x + 128, 0, 255), the fraction cut off,
///
/// in float32, as published tables of CIFAR-10 have it [Tong24]. It takes level
/// g to g again where x = g / 127.5 - 1, so that images of a data set that was
/// scaled are the data set's own. uint8 comes back as it is.
///
/// uint8 [B, C, H, W]. InvalidArgument unless the images are uint8 or a
/// floating type of four dimensions, none empty; OutOfRange when a value is not
/// finite.
absl::StatusOr<at::Tensor> QuantisedImages(const at::Tensor& images_bchw);

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_QUANTISED_IMAGES_H_
