#include "datasets/swiss_roll.h"

#include <cmath>
#include <numbers>

namespace flow::datasets {
namespace {

constexpr double kPi = std::numbers::pi;

}  // namespace

CurvePoint SwissRoll::DrawCurve(RowRandom& random) const {
  const double t = 1.5 * kPi * (1 + 2 * random.Uniform());
  return {t * std::cos(t), t * std::sin(t)};
}

CurveMoments SwissRoll::MomentsOfCurve() const {
  const double half_square = 39 * kPi * kPi / 8;
  const double mean_x = 2, mean_y = 2 / (3 * kPi);
  return {.mean_x = mean_x,
          .mean_y = mean_y,
          .var_x = half_square - 0.25 - mean_x * mean_x,
          .var_y = half_square + 0.25 - mean_y * mean_y,
          .cov_xy = 1.5 * kPi - mean_x * mean_y};
}

}  // namespace flow::datasets
