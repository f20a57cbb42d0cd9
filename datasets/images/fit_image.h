#ifndef DATASETS_IMAGES_FIT_IMAGE_H_
#define DATASETS_IMAGES_FIT_IMAGE_H_

#include <cstdint>

#include "core/io/image.h"

namespace flow::datasets {

/// A picture as a point of a data set: `out` [channels, size, size].
///
/// Channels first: grey becomes colour by three equal channels, colour becomes
/// grey by the luma of ITU-R BT.601 (core::ToGrey).
///
/// Then the shorter side is scaled to `size` and the middle cut out of the
/// longer one. With m = min(height, width), along a side of length L, where
/// pixel i covers [i, i + 1], pixel j of the result stands at
///
///     c_j = (L - m) / 2 + (j + 1/2) m / size
///
/// and is the mean of the pixels i of the picture with weights
///
///     max(0, 1 - |i + 1/2 - c_j| / r),  r = max(1, m / size),
///
/// those beyond the border left out: the triangle filter, as wide as what it
/// shrinks, that image libraries call bilinear with antialiasing. What is
/// enlarged is interpolated linearly; a factor of 2 down has the weights 1, 3,
/// 3, 1 over 8; size = m changes nothing. The sum over both sides is rounded
/// once, halves upwards.
///
/// Needs a picture of 1 or 3 channels and of 1 pixel at least, `channels` 1 or
/// 3, `size` >= 1. Thread-safe.
void FitImage(const core::Image& image, int64_t channels, int64_t size,
              uint8_t* out);

}  // namespace flow::datasets

#endif  // DATASETS_IMAGES_FIT_IMAGE_H_
