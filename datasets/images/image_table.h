#ifndef DATASETS_IMAGES_IMAGE_TABLE_H_
#define DATASETS_IMAGES_IMAGE_TABLE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "datasets/images/image_files.h"

namespace flow::datasets {

/// Images of one size, a byte a number: a quarter of what they take as float32.
struct ImageTable {
  int64_t rows = 0;
  int64_t channels = 0;        // 1 is grey, 3 is red, green, blue
  int64_t size = 0;            // height and width
  int64_t num_classes = 0;     // 0 without labels
  std::vector<uint8_t> x;      // [rows, channels, size, size]
  std::vector<int64_t> label;  // [rows] in [0, num_classes); empty without
  // in place of x, where the file has them so
  std::optional<PlacedBytes> placed = std::nullopt;

  int64_t dim() const { return channels * size * size; }

  absl::Span<const uint8_t> bytes() const { return placed ? placed->bytes : x; }
};

/// What a byte is as a coordinate of a point, in [-1, 1].
inline double ValueOfByte(uint8_t byte) { return byte / 127.5 - 1; }

}  // namespace flow::datasets

#endif  // DATASETS_IMAGES_IMAGE_TABLE_H_
