#include "core/eval/kid.h"

#include <cmath>

#include "core/base/status_testing.h"
#include "core/eval/cubic_kernel.h"
#include "core/eval/eval_testing.h"

namespace flow::core {
namespace {

TEST(KidTest, IsTheStatisticOfAllPairs) {
  const Evaluation points =
      GaussianEvaluation({.n = 12, .shift = 1, .seed = 1});
  const PointCloud x = ToCloud(points.generated_nd);
  const PointCloud y = ToCloud(points.target_nd);
  double sum = 0;
  for (int64_t i = 0; i < 12; ++i) {
    for (int64_t j = 0; j < 12; ++j) {
      sum -= 2 * CubicKernel(x.row(i), y.row(j)) / 144;
      if (i == j) continue;
      sum += CubicKernel(x.row(i), x.row(j)) / 132;
      sum += CubicKernel(y.row(i), y.row(j)) / 132;
    }
  }
  EXPECT_NEAR(EvaluateOrDie(Kid(), points).value, sum, 1e-12);
}

// In one dimension E k(X, Y) = 1 + 3 m1 n1 + 3 m2 n2 + m3 n3 with the moments
// of both, so that MMD^2 is 3 (m1 - n1)^2 + 3 (m2 - n2)^2 + (m3 - n3)^2. N(a,
// 1) against N(0, 1): moments a, a^2 + 1, a^3 + 3 a.
TEST(KidTest, IsUnbiased) {
  const double a = 0.5;
  const double exact =
      3 * a * a + 3 * std::pow(a, 4) + std::pow(a * a * a + 3 * a, 2);
  const Calibration many =
      Calibrate(Kid(), {.n = 60, .dim = 1, .shift = a, .seed = 2}, 400);
  // five standard errors of the mean fail in one of 10^6 seeds
  EXPECT_NEAR(many.mean, exact, 5 * many.deviation / std::sqrt(400.));
  EXPECT_NEAR(many.error_ratio(), 1, 0.25);
}

TEST(KidTest, DoesNotDependOnThreadsOrOrder) {
  const Evaluation points =
      GaussianEvaluation({.n = 200, .shift = 0.5, .seed = 3});
  ExpectSameBitsForAnyThreads(Kid(), points);
  ExpectRowOrderDoesNotMatter(Kid(), points, 1e-10, 1e-10);
}

}  // namespace
}  // namespace flow::core
