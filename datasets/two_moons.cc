#include "datasets/two_moons.h"

#include <cmath>
#include <numbers>

namespace flow::datasets {
namespace {

constexpr double kPi = std::numbers::pi;

}  // namespace

CurvePoint TwoMoons::DrawCurve(RowRandom& random) const {
  const int64_t moon = random.UniformInt(2);
  const double a = kPi * random.Uniform();
  if (moon == 0) return {std::cos(a), std::sin(a), moon};
  return {1 - std::cos(a), 0.5 - std::sin(a), moon};
}

CurveMoments TwoMoons::MomentsOfCurve() const {
  return {.mean_x = 0.5,
          .mean_y = 0.25,
          .var_x = 0.75,
          .var_y = 0.5625 - 1 / kPi,
          .cov_xy = 0.125 - 1 / kPi};
}

}  // namespace flow::datasets
