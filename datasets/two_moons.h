#ifndef DATASETS_TWO_MOONS_H_
#define DATASETS_TWO_MOONS_H_

#include <array>
#include <cstdint>

#include "datasets/distribution_options.h"
#include "datasets/noisy_curve.h"

namespace flow::datasets {

/// Two interleaved half circles of radius 1, as scikit-learn's make_moons has
/// them, but with independent points: each of the two with probability 1/2 and
/// a uniform on [0, pi],
///
///     c = (cos a, sin a)            class 0, the outer moon
///     c = (1 - cos a, 1/2 - sin a)  class 1, the inner moon
///
/// With E[sin a] = 2 / pi and E[cos a] = E[sin a cos a] = 0:
/// E[c] = (1/2, 1/4), Var = (3/4, 9/16 - 1/pi), Cov = 1/8 - 1/pi.
class TwoMoons : public NoisyCurve {
 public:
  /// Needs valid options.
  explicit TwoMoons(const TwoMoonsOptions& options)
      : NoisyCurve(NormalNoise{options.noise}, options.scale, options.shift) {}

  int64_t num_classes() const override { return 2; }

 protected:
  /// The same curve with a noise of another law.
  TwoMoons(const CurveNoise& noise, double scale,
           const std::array<double, 2>& shift)
      : NoisyCurve(noise, scale, shift) {}

 private:
  CurvePoint DrawCurve(RowRandom& random) const override;
  CurveMoments MomentsOfCurve() const override;
};

}  // namespace flow::datasets

#endif  // DATASETS_TWO_MOONS_H_
