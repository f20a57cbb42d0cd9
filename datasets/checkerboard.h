#ifndef DATASETS_CHECKERBOARD_H_
#define DATASETS_CHECKERBOARD_H_

#include <optional>

#include "core/distribution/row_law.h"
#include "datasets/distribution_options.h"

namespace flow::datasets {

/// Uniform on eight of the sixteen cells of a board: with i = floor(x / scale)
/// and j = floor(y / scale) in {-2, ..., 1}, those where i + j is even.
///
/// A cell has the side `scale` and the area scale^2, so the density is
/// 1 / (8 scale^2) on the board: 0.0253125 for the default scale 1/0.45. The
/// mean is 0, the variance of each coordinate (4/3) scale^2, as that of the
/// uniform law on [-2, 2], and the covariance scale^2 / 4: in even columns i
/// the means of (x, y) are (-1/2, -1/2), in odd ones (1/2, 1/2). No classes.
///
/// Immutable and thread-safe.
class Checkerboard : public core::RowLaw {
 public:
  /// Needs valid options.
  explicit Checkerboard(const CheckerboardOptions& options)
      : scale_(options.scale) {}

  int64_t dim() const override { return 2; }

  /// -inf off the board. Every drawn point is on the board.
  std::optional<at::Tensor> LogDensity(const at::Tensor& x_nd) const override;
  std::optional<core::Moments> ExactMoments() const override;

 private:
  int64_t DrawRow(RowRandom& random, float* x_d) const override;
  bool IsOnBoard(double x, double y) const;

  double scale_;
};

}  // namespace flow::datasets

#endif  // DATASETS_CHECKERBOARD_H_
