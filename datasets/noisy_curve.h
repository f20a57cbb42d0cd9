#ifndef DATASETS_NOISY_CURVE_H_
#define DATASETS_NOISY_CURVE_H_

/// What the laws on noisy plane curves share. With c on the curve and the noise
/// e, independent of it, a point is
///
///     x = scale (c + e) + shift,
///
/// so that its mean is scale (E[c] + E[e]) + shift and its covariance
/// scale^2 (Cov[c] + Cov[e]).

#include <array>
#include <cstdint>
#include <variant>

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

/// e normal: E[e] = 0 and Cov[e] = std^2 I.
struct NormalNoise {
  double std;
};

/// e = (u, u) with one u uniform on [0, width): E[e] = width / 2 (1, 1), and
/// all four entries of Cov[e] are width^2 / 12.
struct DiagonalUniformNoise {
  double width;
};

using CurveNoise = std::variant<NormalNoise, DiagonalUniformNoise>;

/// Immutable and thread-safe.
class NoisyCurve : public core::RowLaw {
 public:
  NoisyCurve(const CurveNoise& noise, double scale,
             const std::array<double, 2>& shift)
      : noise_(noise), scale_(scale), shift_(shift) {}

  int64_t dim() const final { return 2; }
  std::optional<core::Moments> ExactMoments() const final;

 protected:
  /// Draws c and its class, taking as much of `random` as it needs.
  virtual CurvePoint DrawCurve(RowRandom& random) const = 0;
  virtual CurveMoments MomentsOfCurve() const = 0;

 private:
  int64_t DrawRow(RowRandom& random, float* x_d) const final;

  CurveNoise noise_;
  double scale_;
  std::array<double, 2> shift_;
};

}  // namespace flow::datasets

#endif  // DATASETS_NOISY_CURVE_H_
