#ifndef DATASETS_IMAGE_DENSITY_H_
#define DATASETS_IMAGE_DENSITY_H_

#include <memory>
#include <optional>
#include <vector>

#include "ATen/core/Tensor.h"
#include "core/distribution/row_law.h"
#include "datasets/pixel_grid.h"

namespace flow::datasets {

/// The law of a picture (pixel_grid.h): a pixel drawn by its darkness, plus a
/// normal number of half a pixel in each coordinate. No classes.
///
/// Its entropy, E -log p, has no closed form but an unbiased estimate: the mean
/// of -LogDensity over its own draws. What scores less is not its likelihood.
///
/// Immutable and thread-safe.
class ImageDensity : public core::RowLaw {
 public:
  /// Needs a grid of MakePixelGrid.
  explicit ImageDensity(PixelGrid grid);

  int64_t dim() const override { return 2; }

  /// Exact to rounding at any distance from the picture. The sum over pixels
  /// factors into a matrix product, [N, H] x [H, W]; rows for which that
  /// underflows are summed in logarithms.
  std::optional<at::Tensor> LogDensity(const at::Tensor& x_nd) const override;
  std::optional<core::Moments> ExactMoments() const override;

 private:
  int64_t DrawRow(RowRandom& random, float* x_d) const override;

  at::Tensor LogDensityOfSome(const at::Tensor& x_nd) const;
  at::Tensor LogDensityFarOut(const at::Tensor& x_nd) const;

  PixelGrid grid_;
  std::vector<int64_t> inked_;             // pixels of positive weight
  std::vector<double> cumulative_weight_;  // of inked_ up to each of them
  // grid_ as tensors, float64
  at::Tensor x_w_, y_h_, weight_hw_;
};

}  // namespace flow::datasets

#endif  // DATASETS_IMAGE_DENSITY_H_
