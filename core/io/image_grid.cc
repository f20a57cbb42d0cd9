#include "core/io/image_grid.h"

#include <algorithm>
#include <cmath>

#include "core/base/check.h"

namespace flow::core {
namespace {

constexpr int64_t kLeastSide = 32;
constexpr int64_t kGap = 2;
constexpr uint8_t kWhite = 255;

uint8_t Level(float x) {
  if (!std::isfinite(x)) return 0;
  return static_cast<uint8_t>(std::clamp(127.5f * x + 128, 0.0f, 255.0f));
}

// The image of number `which` with its left upper corner at (top, left).
void Draw(const NumberImages& images, int64_t which, int64_t scale, int64_t top,
          int64_t left, Image* grid) {
  const int64_t plane = images.side * images.side;
  const float* const numbers =
      images.numbers.data() + which * images.channels * plane;
  for (int64_t y = 0; y < images.side * scale; ++y) {
    for (int64_t x = 0; x < images.side * scale; ++x) {
      const int64_t pixel = y / scale * images.side + x / scale;
      uint8_t* const to =
          grid->value.data() +
          ((top + y) * grid->width + left + x) * images.channels;
      for (int64_t c = 0; c < images.channels; ++c) {
        to[c] = Level(numbers[c * plane + pixel]);
      }
    }
  }
}

}  // namespace

Image ImageGrid(const NumberImages& images, const std::vector<int64_t>& index,
                int64_t columns) {
  FLOW_CHECK(images.channels == 1 || images.channels == 3)
      << "no picture has " << images.channels << " channels";
  FLOW_CHECK(images.side >= 1 && columns >= 1) << "nothing to draw";
  const int64_t size = images.channels * images.side * images.side;
  const auto there = static_cast<int64_t>(images.numbers.size()) / size;
  const int64_t scale = (kLeastSide + images.side - 1) / images.side;
  const int64_t step = images.side * scale + kGap;
  const auto places = static_cast<int64_t>(index.size());
  const int64_t rows = (places + columns - 1) / columns;
  Image grid{rows * step - kGap, columns * step - kGap, images.channels, {}};
  grid.value.assign(grid.height * grid.width * grid.channels, kWhite);
  for (int64_t k = 0; k < places; ++k) {
    if (index[k] < 0) continue;
    FLOW_CHECK(index[k] < there) << "no image " << index[k];
    Draw(images, index[k], scale, k / columns * step, k % columns * step,
         &grid);
  }
  return grid;
}

}  // namespace flow::core
