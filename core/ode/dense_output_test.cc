#include "core/ode/dense_output.h"

#include <cmath>
#include <functional>

#include "ATen/ops/empty.h"
#include "ATen/ops/full.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

at::Tensor Scalar(double value) { return at::full({1, 1}, value, at::kDouble); }

// The interpolant at `theta` of a step from t = 1 to 1 + h along x(t).
double At(const std::function<double(double)>& x,
          const std::function<double(double)>& v, double h, double theta,
          at::Tensor bend = {}) {
  const at::Tensor x0 = Scalar(x(1)), v0 = Scalar(v(1)), x1 = Scalar(x(1 + h)),
                   v1 = Scalar(v(1 + h));
  const at::Tensor out = at::empty({1, 1}, at::kDouble);
  InterpolateRow({x0, v0, x1, v1, bend}, h, theta, 0, out);
  return out.item<double>();
}

double Cube(double t) { return t * t * t - 2 * t; }
double CubeRate(double t) { return 3 * t * t - 2; }

TEST(InterpolateRowTest, IsExactOnCubicsBothWays) {
  for (const double h : {0.5, -0.5}) {
    for (const double theta : {0.1, 0.5, 0.8}) {
      EXPECT_NEAR(At(Cube, CubeRate, h, theta), Cube(1 + theta * h), 1e-14);
    }
  }
}

TEST(InterpolateRowTest, IsTheEndsAtTheEnds) {
  const double x0 = 0.1, x1 = 0.7;
  const auto x = [&](double t) { return t == 1 ? x0 : x1; };
  const auto v = [](double) { return 1 / 3.; };
  EXPECT_EQ(At(x, v, 0.3, 0), x0);
  EXPECT_EQ(At(x, v, 0.3, 1), x1);
}

// t^4 minus the cubic is (h theta)^2 (h (1 - theta))^2: the bend is h^4.
TEST(InterpolateRowTest, ABendOfTheFourthDerivativeMakesItExactOnQuartics) {
  const double h = 0.5;
  const auto x = [](double t) { return std::pow(t, 4); };
  const auto v = [](double t) { return 4 * std::pow(t, 3); };
  for (const double theta : {0.1, 0.5, 0.8}) {
    EXPECT_NEAR(At(x, v, h, theta, Scalar(std::pow(h, 4))), x(1 + theta * h),
                1e-14);
  }
}

}  // namespace
}  // namespace flow::core
