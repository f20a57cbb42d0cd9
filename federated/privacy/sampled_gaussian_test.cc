#include "federated/privacy/sampled_gaussian.h"

#include <cmath>
#include <functional>
#include <limits>

#include "gtest/gtest.h"

namespace flow::federated {
namespace {

// Simpson's rule on [low, high].
double Integrate(const std::function<double(double)>& f, double low,
                 double high) {
  constexpr int kIntervals = 20000;
  const double h = (high - low) / kIntervals;
  double sum = f(low) + f(high);
  for (int i = 1; i < kIntervals; ++i) {
    sum += (i % 2 == 1 ? 4 : 2) * f(low + i * h);
  }
  return sum * h / 3;
}

struct Sampled {
  double q, sigma;

  // log of the density of the noise
  double LogNoise(double z) const {
    return -z * z / (2 * sigma * sigma) - std::log(sigma * std::sqrt(2 * M_PI));
  }
  // log of the mixture's density over the noise's
  double LogRatio(double z) const {
    return std::log(1 - q + q * std::exp(LogNoise(z - 1) - LogNoise(z)));
  }

  // log E[ratio^power] over the noise / (a - 1)
  double LogMoment(double power, double a) const {
    const double reach = 12 * sigma + a;
    const double moment = Integrate(
        [&](double z) { return std::exp(LogNoise(z) + power * LogRatio(z)); },
        -reach, reach);
    return std::log(moment) / (a - 1);
  }

  // of the mixture from the noise, E_noise[(mixture / noise)^a]
  double Rdp(double a) const { return LogMoment(a, a); }

  // of the noise from the mixture, E_mixture[(noise / mixture)^a]
  double ReverseRdp(double a) const { return LogMoment(1 - a, a); }
};

constexpr Sampled kCases[] = {
    {.q = 0.01, .sigma = 1.1}, {.q = 0.2, .sigma = 0.5}, {.q = 0.5, .sigma = 2},
    {.q = 0.9, .sigma = 0.7},  {.q = 0.999, .sigma = 4},
};

TEST(SampledGaussianRdpTest, OfAllMembersIsThatOfThePlainGaussian) {
  for (const double order : {1.001, 1.5, 2.0, 7.0, 100.0}) {
    EXPECT_DOUBLE_EQ(SampledGaussianRdp(1, 3, order), order / 18);
  }
  // both other ways tend to it
  EXPECT_NEAR(SampledGaussianRdp(1 - 1e-15, 3, 7), 7.0 / 18, 1e-12);
  EXPECT_NEAR(SampledGaussianRdp(1 - 1e-15, 3, 1.5), 1.5 / 18, 1e-12);
}

TEST(SampledGaussianRdpTest, OfNobodyIsZero) {
  EXPECT_EQ(SampledGaussianRdp(0, 1, 2), 0);
  EXPECT_EQ(SampledGaussianRdp(0, 1, 1.5), 0);
}

// the first tolerance is the rounding of the moment, which is near 1 where the
// divergence is small
TEST(SampledGaussianRdpTest, OfIntegerOrderIsThatOfTheDefinition) {
  for (const Sampled& s : kCases) {
    for (const int order : {2, 3, 4, 9, 16}) {
      const double expected = s.Rdp(order);
      EXPECT_NEAR(SampledGaussianRdp(s.q, s.sigma, order), expected,
                  1e-12 + 1e-9 * expected)
          << s.q << " " << s.sigma << " " << order;
    }
  }
}

TEST(SampledGaussianRdpTest, OfFractionalOrderIsThatOfTheDefinition) {
  for (const Sampled& s : kCases) {
    for (const double order : {1.01, 1.3, 2.5, 5.75, 15.9}) {
      const double expected = s.Rdp(order);
      EXPECT_NEAR(SampledGaussianRdp(s.q, s.sigma, order), expected,
                  1e-11 + 1e-9 * expected)
          << s.q << " " << s.sigma << " " << order;
    }
  }
}

// the definition integrated with 40 digits
TEST(SampledGaussianRdpTest, OfFractionalOrderHasTwelveDigits) {
  const struct {
    double q, sigma, order, rdp;
  } cases[] = {
      {0.01, 1.1, 1.5, 0.0000955452857187482995},
      {0.2, 0.3, 1.25, 1.72541724421142497},
      {0.5, 2, 4.5, 0.183564335547935524},
      {0.0001, 0.7, 2.7, 9.05445394038454122e-8},
      {0.9, 0.5, 1.001, 1.66008242577893204},
  };
  for (const auto& [q, sigma, order, rdp] : cases) {
    EXPECT_NEAR(SampledGaussianRdp(q, sigma, order), rdp, 1e-12 * rdp)
        << q << " " << sigma << " " << order;
  }
}

// The binomial expansion and the quadrature meet: next to an integer the
// divergence cannot have moved by more than the distance times its slope, which
// is at most a few times rdp / (a - 1).
TEST(SampledGaussianRdpTest, IsContinuousAtIntegerOrders) {
  for (const double q : {1e-8, 1e-3, 0.2, 0.5, 0.9, 1 - 1e-15}) {
    for (const double sigma : {0.01, 0.05, 0.11, 0.2, 0.5, 1.0, 10.0, 1e4}) {
      for (const double order : {2.0, 3.0, 5.0, 17.0}) {
        const double at = SampledGaussianRdp(q, sigma, order);
        const double above = SampledGaussianRdp(q, sigma, order * (1 + 1e-12));
        EXPECT_NEAR(above, at, 1e-10 * at) << q << " " << sigma << " " << order;
      }
    }
  }
}

TEST(SampledGaussianRdpTest, IsTheWorseOfTheTwoDirections) {
  for (const Sampled& s : kCases) {
    for (const double order : {1.3, 2.0, 4.0}) {
      EXPECT_GE(SampledGaussianRdp(s.q, s.sigma, order),
                s.ReverseRdp(order) - 1e-11);
    }
  }
}

// The leading term is C(a, 2) q^2 (exp(1 / sigma^2) - 1); the next one is
// smaller by the factor (a - 2) q (exp(3 / sigma^2) - 1) /
// (3 (exp(1 / sigma^2) - 1)), about (a - 2) q.
TEST(SampledGaussianRdpTest, OfRareMembersIsQuadraticInTheRate) {
  for (const double order : {1.001, 1.7, 2.0, 3.5, 6.0}) {
    const double rdp = SampledGaussianRdp(1e-9, 100, order);
    const double leading = order / 2 * 1e-18 * std::expm1(1e-4);
    EXPECT_NEAR(rdp / leading, 1, 1e-8) << order;
  }
}

TEST(SampledGaussianRdpTest, GrowsWithOrderAndRateAndFallsWithNoise) {
  const double orders[] = {1.001, 1.2, 1.9, 2, 2.1, 3, 3.5, 8, 30.5, 31, 500};
  for (const double q : {0.003, 0.4, 1.0}) {
    for (const double sigma : {0.005, 0.05, 0.8, 30.0}) {
      double last = 0;
      for (const double order : orders) {
        const double rdp = SampledGaussianRdp(q, sigma, order);
        EXPECT_GT(rdp, last) << q << " " << sigma << " " << order;
        EXPECT_LT(SampledGaussianRdp(q / 2, sigma, order), rdp * (1 + 1e-12));
        EXPECT_LT(SampledGaussianRdp(q, sigma * 1.1, order), rdp);
        last = rdp;
      }
    }
  }
}

TEST(SampledGaussianRdpTest, DoesNotOverflowOnTheWay) {
  // nearly q = 1: what sampling takes off is a log(1/q) / (a - 1)
  EXPECT_NEAR(SampledGaussianRdp(0.2, 1e-3, 4), 2e6 + 4.0 / 3 * std::log(0.2),
              1e-6);
  EXPECT_NEAR(SampledGaussianRdp(0.2, 0.02, 4.5),
              4.5 / 0.0008 + 4.5 / 3.5 * std::log(0.2), 1e-8);
  EXPECT_EQ(SampledGaussianRdp(0.2, 1e-200, 1.5),
            std::numeric_limits<double>::infinity());
  EXPECT_EQ(SampledGaussianRdp(0.2, 1e-200, 2),
            std::numeric_limits<double>::infinity());
  EXPECT_EQ(SampledGaussianRdp(0.2, 1e200, 1.5), 0);
  EXPECT_EQ(SampledGaussianRdp(0.2, 1e200, 2), 0);
  EXPECT_GE(SampledGaussianRdp(1e-300, 0.5, 1.5), 0);
  EXPECT_GE(SampledGaussianRdp(1e-300, 0.5, 3000), 0);
}

TEST(SampledGaussianRdpDeathTest, RefusesWhatHasNoDivergence) {
  EXPECT_DEATH(SampledGaussianRdp(1.5, 1, 2), "sampling rate");
  EXPECT_DEATH(SampledGaussianRdp(0.5, 0, 2), "noise multiplier");
  EXPECT_DEATH(SampledGaussianRdp(0.5, 1, 1), "order");
}

}  // namespace
}  // namespace flow::federated
