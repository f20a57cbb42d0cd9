#include "core/io/image.h"

#include "core/base/check.h"

namespace flow::core {

Image ToGrey(const Image& image) {
  FLOW_CHECK(image.channels == 1 || image.channels == 3)
      << "an image of " << image.channels << " channels";
  if (image.channels == 1) return image;
  Image grey = {image.height, image.width, 1, {}};
  grey.value.reserve(image.value.size() / 3);
  for (size_t i = 0; i < image.value.size(); i += 3) {
    // the three weights of ITU-R BT.601 times 2^16, and one half
    const uint32_t luma = 19595 * image.value[i] + 38470 * image.value[i + 1] +
                          7471 * image.value[i + 2] + (1 << 15);
    grey.value.push_back(static_cast<uint8_t>(luma >> 16));
  }
  return grey;
}

}  // namespace flow::core
