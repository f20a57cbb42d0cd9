#ifndef DATASETS_S_CURVE_H_
#define DATASETS_S_CURVE_H_

#include "datasets/distribution_options.h"
#include "datasets/noisy_curve.h"

namespace flow::datasets {

/// The side view of scikit-learn's make_s_curve: t uniform on [-T, T] with
/// T = 3 pi / 2,
///
///     c = (sin t, sign(t) (cos t - 1)),
///
/// two arcs of three quarters of a circle. E[c] = 0 as c is odd in t;
/// Var = (1/2, 3/2 + 2/T), Cov = -1 / (2 T). No classes.
class SCurve : public NoisyCurve {
 public:
  /// Needs valid options.
  explicit SCurve(const SCurveOptions& options)
      : NoisyCurve(NormalNoise{options.noise}, options.scale, options.shift) {}

 private:
  CurvePoint DrawCurve(RowRandom& random) const override;
  CurveMoments MomentsOfCurve() const override;
};

}  // namespace flow::datasets

#endif  // DATASETS_S_CURVE_H_
