#include "datasets/s_curve.h"

#include <cmath>
#include <numbers>

namespace flow::datasets {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kEnd = 1.5 * kPi;  // T

}  // namespace

CurvePoint SCurve::DrawCurve(RowRandom& random) const {
  const double t = kEnd * (2 * random.Uniform() - 1);
  return {std::sin(t), std::copysign(std::cos(t) - 1, -t)};
}

CurveMoments SCurve::MomentsOfCurve() const {
  return {.mean_x = 0,
          .mean_y = 0,
          .var_x = 0.5,
          .var_y = 1.5 + 2 / kEnd,
          .cov_xy = -0.5 / kEnd};
}

}  // namespace flow::datasets
