#include "core/io/orientation.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace flow::core {
namespace {

constexpr int kAsItIs = 1;

// Numbers of a TIFF file in either order of bytes; 0 behind its end, where no
// tag is and no orientation.
class Tiff {
 public:
  explicit Tiff(absl::string_view bytes)
      : bytes_(bytes), is_little_(bytes.substr(0, 2) == "II") {}

  bool IsOne() const {
    return (is_little_ || bytes_.substr(0, 2) == "MM") && Number(2, 2) == 42;
  }

  uint64_t Number(uint64_t at, int size) const {
    if (at + size > bytes_.size()) return 0;
    uint64_t number = 0;
    for (int k = 0; k < size; ++k) {
      const int from = is_little_ ? size - 1 - k : k;
      number = number << 8 | static_cast<uint8_t>(bytes_[at + from]);
    }
    return number;
  }

 private:
  absl::string_view bytes_;
  bool is_little_;
};

}  // namespace

int OrientationOf(absl::string_view exif) {
  constexpr uint64_t kTag = 0x0112, kShort = 3, kEntryBytes = 12;
  const Tiff tiff(exif);
  if (!tiff.IsOne()) return kAsItIs;
  const uint64_t directory = tiff.Number(4, 4);
  const uint64_t entries = tiff.Number(directory, 2);
  for (uint64_t k = 0; k < entries; ++k) {
    const uint64_t entry = directory + 2 + k * kEntryBytes;
    if (tiff.Number(entry, 2) != kTag) continue;
    const uint64_t value = tiff.Number(entry + 8, 2);
    const bool is_known = tiff.Number(entry + 2, 2) == kShort && value <= 8;
    return is_known && value >= 1 ? static_cast<int>(value) : kAsItIs;
  }
  return kAsItIs;
}

Image Upright(Image image, int orientation) {
  if (orientation == kAsItIs) return image;
  const int64_t channels = image.channels;
  const bool is_lying = orientation >= 5;
  const bool is_upside_down = orientation == 3 || orientation == 4 ||
                              orientation == 6 || orientation == 7;
  const bool is_mirrored = orientation == 2 || orientation == 3 ||
                           orientation == 7 || orientation == 8;
  Image upright = image;
  if (is_lying) std::swap(upright.height, upright.width);
  uint8_t* out = upright.value.data();
  for (int64_t i = 0; i < upright.height; ++i) {
    for (int64_t j = 0; j < upright.width; ++j) {
      int64_t row = is_lying ? j : i, column = is_lying ? i : j;
      if (is_upside_down) row = image.height - 1 - row;
      if (is_mirrored) column = image.width - 1 - column;
      out = std::copy_n(&image.value[(row * image.width + column) * channels],
                        channels, out);
    }
  }
  return upright;
}

}  // namespace flow::core
