#ifndef CORE_IO_IMAGE_H_
#define CORE_IO_IMAGE_H_

#include <cstdint>
#include <vector>

namespace flow::core {

/// More than any picture that is a data set or a point of one, and little
/// enough for memory: a small file may claim to be of any size.
inline constexpr int64_t kMaxImagePixels = int64_t{1} << 26;

/// A picture of 8 bits a channel, as files hold it: rows from the top, channels
/// last.
struct Image {
  int64_t height = 0;
  int64_t width = 0;
  int64_t channels = 0;        // 1 is grey, 3 is red, green, blue
  std::vector<uint8_t> value;  // [height, width, channels]
};

/// Red, green and blue to one channel by the luma of ITU-R BT.601,
/// 0.299 R + 0.587 G + 0.114 B in 16-bit fixed point, rounded; grey as it is.
Image ToGrey(const Image& image);

}  // namespace flow::core

#endif  // CORE_IO_IMAGE_H_
