#ifndef CORE_IO_ORIENTATION_H_
#define CORE_IO_ORIENTATION_H_

#include "absl/strings/string_view.h"
#include "core/io/image.h"

namespace flow::core {

/// How a camera was held: the tag 0x0112 of Exif 2.3, where the first row and
/// the first column of a file belong in the picture.
///
///     1  top, left      2  top, right      3  bottom, right   4  bottom, left
///     5  left, top      6  right, top      7  right, bottom   8  left, bottom
///
/// `exif` is what follows "Exif\0\0". 1 where it says nothing, or nothing that
/// can be read, as viewers have it. Thread-safe.
int OrientationOf(absl::string_view exif);

/// The picture upright; `orientation` from 1 to 8.
Image Upright(Image image, int orientation);

}  // namespace flow::core

#endif  // CORE_IO_ORIENTATION_H_
