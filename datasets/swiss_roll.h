#ifndef DATASETS_SWISS_ROLL_H_
#define DATASETS_SWISS_ROLL_H_

#include "datasets/distribution_options.h"
#include "datasets/noisy_curve.h"

namespace flow::datasets {

/// The side view of scikit-learn's make_swiss_roll: t uniform on
/// [3 pi / 2, 9 pi / 2],
///
///     c = t (cos t, sin t).
///
/// With u = 39 pi^2 / 8, half of E[t^2]: E[c] = (2, 2 / (3 pi)),
/// E[c c^T] = ((u - 1/4, 3 pi / 2), (3 pi / 2, u + 1/4)). No classes.
class SwissRoll : public NoisyCurve {
 public:
  /// Needs valid options.
  explicit SwissRoll(const SwissRollOptions& options)
      : NoisyCurve(NormalNoise{options.noise}, options.scale, options.shift) {}

 private:
  CurvePoint DrawCurve(RowRandom& random) const override;
  CurveMoments MomentsOfCurve() const override;
};

}  // namespace flow::datasets

#endif  // DATASETS_SWISS_ROLL_H_
