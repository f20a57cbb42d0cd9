#include "datasets/canvas.h"

#include <algorithm>
#include <cmath>

namespace flow::datasets {
namespace {

// The distance of a point from the segment [from, to].
double Distance(PaperPoint point, PaperPoint from, PaperPoint to) {
  const double along_x = to.x - from.x, along_y = to.y - from.y;
  const double x = point.x - from.x, y = point.y - from.y;
  const double squared = along_x * along_x + along_y * along_y;
  const double share =
      squared == 0
          ? 0
          : std::clamp((x * along_x + y * along_y) / squared, 0.0, 1.0);
  return std::hypot(x - share * along_x, y - share * along_y);
}

}  // namespace

void Canvas::Stroke(PaperPoint from, PaperPoint to, double width,
                    double darkness) {
  const double pixel = 2.0 / size_;
  // the columns or rows whose middles the ink may reach
  const auto first = [&](double edge) {
    return std::max<int64_t>(0, std::floor((edge + 1 - width) / pixel) - 1);
  };
  const auto last = [&](double edge) {
    return std::min<int64_t>(size_, std::ceil((edge + 1 + width) / pixel) + 1);
  };
  const auto [low_x, high_x] = std::minmax({from.x, to.x});
  const auto [low_y, high_y] = std::minmax({-from.y, -to.y});
  for (int64_t i = first(low_y); i < last(high_y); ++i) {
    for (int64_t j = first(low_x); j < last(high_x); ++j) {
      const PaperPoint middle = {(j + 0.5) * pixel - 1, 1 - (i + 0.5) * pixel};
      const double inside = width / 2 - Distance(middle, from, to);
      const double share = std::clamp(inside / pixel + 0.5, 0.0, 1.0);
      double& ink = ink_[i * size_ + j];
      ink = std::max(ink, darkness * share);
    }
  }
}

core::Image Canvas::ToImage() const {
  core::Image image = {size_, size_, 1, {}};
  for (const double ink : ink_) {
    image.value.push_back(static_cast<uint8_t>(255 - std::lround(255 * ink)));
  }
  return image;
}

}  // namespace flow::datasets
