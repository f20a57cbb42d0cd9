#include "datasets/circles.h"

#include <cmath>
#include <numbers>

namespace flow::datasets {
namespace {

constexpr double kPi = std::numbers::pi;

}  // namespace

CurvePoint Circles::DrawCurve(RowRandom& random) const {
  const int64_t circle = random.UniformInt(2);
  const double a = 2 * kPi * random.Uniform();
  const double radius = circle == 0 ? 1 : factor_;
  return {radius * std::cos(a), radius * std::sin(a), circle};
}

CurveMoments Circles::MomentsOfCurve() const {
  const double variance = (1 + factor_ * factor_) / 4;
  return {.mean_x = 0,
          .mean_y = 0,
          .var_x = variance,
          .var_y = variance,
          .cov_xy = 0};
}

}  // namespace flow::datasets
