#include "core/distribution/gamma_variate.h"

#include <cmath>

#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr int kDraws = 100000;

// Mean and variance of Gamma(k, 1) are k, the fourth central moment is
// 3 k^2 + 6 k: the standard errors are sqrt(k / n) and
// sqrt((2 k^2 + 6 k) / n). Five of each: 6e-7 false alarms a number, had the
// seed not been fixed.
TEST(GammaVariateTest, HasTheMomentsOfTheGammaLaw) {
  for (const double shape : {0.3, 0.5, 1.0, 2.5, 40.0}) {
    double sum = 0, squares = 0;
    for (int i = 0; i < kDraws; ++i) {
      RowRandom random(17, i);
      const double x = std::exp(DrawLogGamma(shape, random));
      sum += x - shape;
      squares += (x - shape) * (x - shape);
    }
    EXPECT_NEAR(sum / kDraws, 0, 5 * std::sqrt(shape / kDraws)) << shape;
    EXPECT_NEAR(squares / kDraws, shape,
                5 * std::sqrt((2 * shape * shape + 6 * shape) / kDraws))
        << shape;
  }
}

// Gamma(1, 1) is exponential: P(X > x) = exp(-x). The share of n draws beyond x
// deviates by sqrt(p (1 - p) / n) < 0.0016; five of them.
TEST(GammaVariateTest, OfShapeOneIsExponential) {
  for (const double x : {0.1, 1.0, 3.0}) {
    int beyond = 0;
    for (int i = 0; i < kDraws; ++i) {
      RowRandom random(18, i);
      beyond += DrawLogGamma(1, random) > std::log(x);
    }
    EXPECT_NEAR(beyond / static_cast<double>(kDraws), std::exp(-x), 0.008);
  }
}

// For a tiny shape log X is close to log(U) / shape: of mean -1 / shape, where
// exp would underflow.
TEST(GammaVariateTest, SmallShapesDoNotUnderflow) {
  double sum = 0;
  for (int i = 0; i < 1000; ++i) {
    RowRandom random(19, i);
    const double log_x = DrawLogGamma(1e-4, random);
    ASSERT_TRUE(std::isfinite(log_x));
    sum += log_x;
  }
  // an exponential law of mean 1e4: the standard error is 316; five of them
  EXPECT_NEAR(sum / 1000, -1e4, 1600);
}

}  // namespace
}  // namespace flow::core
