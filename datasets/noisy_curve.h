#ifndef DATASETS_NOISY_CURVE_H_
#define DATASETS_NOISY_CURVE_H_

/// What the laws on noisy plane curves share. With c on the curve and z
/// standard normal in the plane, a point is
///
///     x = scale (c + noise z) + shift,
///
/// so that its mean is scale E[c] + shift and its covariance
/// scale^2 (Cov[c] + noise^2 I).

#include <array>
#include <cstdint>

#include "core/distribution/row_law.h"

namespace flow::datasets {

/// A point of the curve and its class; 0 where there are no classes.
struct CurvePoint {
  double x, y;
  int64_t label = 0;
};

/// The mean and covariance of c.
struct CurveMoments {
  double mean_x, mean_y;
  double var_x, var_y, cov_xy;
};

/// Immutable and thread-safe.
class NoisyCurve : public core::RowLaw {
 public:
  NoisyCurve(double noise, double scale, const std::array<double, 2>& shift)
      : noise_(noise), scale_(scale), shift_(shift) {}

  int64_t dim() const final { return 2; }
  std::optional<core::Moments> ExactMoments() const final;

 protected:
  /// Draws c and its class, taking as much of `random` as it needs.
  virtual CurvePoint DrawCurve(RowRandom& random) const = 0;
  virtual CurveMoments MomentsOfCurve() const = 0;

 private:
  int64_t DrawRow(RowRandom& random, float* x_d) const final;

  double noise_;
  double scale_;
  std::array<double, 2> shift_;
};

}  // namespace flow::datasets

#endif  // DATASETS_NOISY_CURVE_H_
