#ifndef CORE_IO_IMAGE_GRID_H_
#define CORE_IO_IMAGE_GRID_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "core/io/image.h"

namespace flow::core {

/// Small pictures of numbers, channels before rows before columns; [-1, 1] is
/// black to white.
struct NumberImages {
  int64_t channels = 1;             // 1 is grey, 3 is red, green, blue
  int64_t side = 0;                 // pixels, >= 1
  absl::Span<const float> numbers;  // of all of them, one behind the other
};

/// One picture of many, in rows of `columns`: place k shows the image of number
/// `index[k]`, or is white where that is negative. Pixels are drawn as squares
/// of equal size, as large as makes a side 32 pixels or more, with two white
/// pixels between images. A number x becomes the grey level of
/// clip(127.5 x + 128, 0, 255) without its fraction; one that is not finite
/// becomes black. FLOW_CHECKs that there are such images, of a pixel or more,
/// and a column. Thread-safe.
Image ImageGrid(const NumberImages& images, const std::vector<int64_t>& index,
                int64_t columns);

}  // namespace flow::core

#endif  // CORE_IO_IMAGE_GRID_H_
