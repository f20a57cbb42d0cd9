#ifndef DATASETS_CANVAS_H_
#define DATASETS_CANVAS_H_

#include <cstdint>
#include <vector>

#include "core/io/image.h"

namespace flow::datasets {

/// A point of a drawing: x to the right and y upwards, the paper is [-1, 1]^2.
struct PaperPoint {
  double x = 0;
  double y = 0;
};

/// Paper to draw on in ink, square and of `size` pixels a side.
///
/// A pixel is as dark as the share of it under the ink, by the distance of its
/// middle from the line's edge; where strokes cross it is as dark as the
/// darkest. Levels are rounded to 8 bits, so that last bits of a sine make no
/// other picture.
class Canvas {
 public:
  explicit Canvas(int64_t size) : size_(size), ink_(size * size) {}

  /// A line with round ends, `width` wide, in ink of `darkness` in (0, 1].
  void Stroke(PaperPoint from, PaperPoint to, double width, double darkness);

  /// Grey: 255 is paper, 0 is the darkest ink.
  core::Image ToImage() const;

 private:
  int64_t size_;
  std::vector<double> ink_;  // [size, size], rows from the top
};

}  // namespace flow::datasets

#endif  // DATASETS_CANVAS_H_
