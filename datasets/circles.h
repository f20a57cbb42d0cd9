#ifndef DATASETS_CIRCLES_H_
#define DATASETS_CIRCLES_H_

#include "datasets/distribution_options.h"
#include "datasets/noisy_curve.h"

namespace flow::datasets {

/// Two concentric circles, each with probability 1/2, as scikit-learn's
/// make_circles has them, but with independent points: for a uniform on
/// [0, 2 pi),
///
///     c = (cos a, sin a)           class 0, the outer circle
///     c = factor (cos a, sin a)    class 1, the inner circle
///
/// E[c] = 0 and Cov[c] = (1 + factor^2) / 4 I.
class Circles : public NoisyCurve {
 public:
  /// Needs valid options.
  explicit Circles(const CirclesOptions& options)
      : NoisyCurve(NormalNoise{options.noise}, options.scale, options.shift),
        factor_(options.factor) {}

  int64_t num_classes() const override { return 2; }

 private:
  CurvePoint DrawCurve(RowRandom& random) const override;
  CurveMoments MomentsOfCurve() const override;

  double factor_;
};

}  // namespace flow::datasets

#endif  // DATASETS_CIRCLES_H_
