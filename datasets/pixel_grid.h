#ifndef DATASETS_PIXEL_GRID_H_
#define DATASETS_PIXEL_GRID_H_

/// A picture as a law of points in the plane [Xu24, their pictures]: each pixel
/// is a normal law at its place, as likely as it is dark,
///
///     p(x, y) = sum_ij w_ij N(x; x_j, s_x^2) N(y; y_i, s_y^2),
///     w_ij ~ max grey - grey_ij,   sum_ij w_ij = 1.
///
/// Of W x H pixels on [-e, e]^2, column j lies at x_j = -e + 2 e j / (W - 1),
/// row i from the top at y_i = e - 2 e i / (H - 1), and s_x = e / W, s_y = e /
/// H: about half a pixel, so that no gap shows between neighbours. No torch.

#include <array>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "core/io/image.h"
#include "datasets/distribution_options.h"

namespace flow::datasets {

struct PixelGrid {
  std::vector<double> column_x;  // [W], increasing
  std::vector<double> row_y;     // [H], decreasing: row 0 is the top
  std::array<double, 2> std = {0, 0};
  std::vector<double> weight;  // [H, W], >= 0, of sum 1

  int64_t width() const { return column_x.size(); }
  int64_t height() const { return row_y.size(); }
};

/// The grid of a picture, grey or of three colours (ToGrey). InvalidArgument
/// for a picture with a side of less than 2 pixels, or of one grey level only:
/// it says nothing of where points are.
absl::StatusOr<PixelGrid> MakePixelGrid(const core::Image& image,
                                        double extent);

/// The grid of the picture that `options` name. Errors as MakePixelGrid and
/// core::ReadPng, with the path of the file.
absl::StatusOr<PixelGrid> LoadPixelGrid(const ImageDensityOptions& options);

/// Mean (x, y) and covariance (xx, xy, yy).
struct PlaneMoments {
  std::array<double, 2> mean = {0, 0};
  double xx = 0, xy = 0, yy = 0;
};
PlaneMoments MomentsOf(const PixelGrid& grid);

}  // namespace flow::datasets

#endif  // DATASETS_PIXEL_GRID_H_
