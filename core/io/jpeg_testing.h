#ifndef CORE_IO_JPEG_TESTING_H_
#define CORE_IO_JPEG_TESTING_H_

#include <string>

#include "core/io/image.h"

namespace flow::core {

/// The JPEG file of a grey picture or of one in red, green and blue, colours as
/// fine as the rest, at a quality up to 100.
std::string SerializeJpeg(const Image& image, int quality = 100);

/// The same pixels in four inks, which are not read.
std::string SerializeInkJpeg(int height, int width);

}  // namespace flow::core

#endif  // CORE_IO_JPEG_TESTING_H_
