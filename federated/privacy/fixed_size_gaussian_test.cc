#include "federated/privacy/fixed_size_gaussian.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "federated/privacy/sampled_gaussian.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

// Simpson's rule on [low, high].
double Integrate(const std::function<double(double)>& f, double low,
                 double high) {
  constexpr int kIntervals = 4000;
  const double h = (high - low) / kIntervals;
  double sum = f(low) + f(high);
  for (int i = 1; i < kIntervals; ++i) {
    sum += (i % 2 == 1 ? 4 : 2) * f(low + i * h);
  }
  return sum * h / 3;
}

// A population on a line: the member is at `x` or adds nothing, and who is
// drawn in its place is at `other`.
struct Line {
  double q, sigma, x, other;

  // log of the density of (1-q) N(other) + q N(mean), but for the scale
  double LogDensity(double z, double mean) const {
    const auto exponent = [&](double m) {
      return -(z - m) * (z - m) / (2 * sigma * sigma);
    };
    const double x = exponent(other), y = exponent(mean);
    const double most = std::max(x, y);
    return most +
           std::log((1 - q) * std::exp(x - most) + q * std::exp(y - most));
  }

  // The greater of the divergences in both directions.
  double Rdp(double a) const {
    const double reach = 10 * sigma + 2 * a;
    const auto moment = [&](double mean, double from) {
      return Integrate(
          [&](double z) {
            return std::exp(a * LogDensity(z, mean) +
                            (1 - a) * LogDensity(z, from));
          },
          -reach, reach);
    };
    const double scale = sigma * std::sqrt(2 * M_PI);
    return std::log(std::max(moment(x, 0), moment(0, x)) / scale) / (a - 1);
  }
};

constexpr double kRates[] = {0.01, 0.2, 0.6, 0.95};
constexpr double kSigmas[] = {0.7, 1.5, 5};
constexpr double kOrders[] = {1.2, 2, 3.5, 8, 20};

TEST(FixedSizeGaussianTest, NoPopulationOnALineIsWorse) {
  for (const double q : kRates) {
    for (const double sigma : kSigmas) {
      for (const double order : kOrders) {
        const double bound = SecretSampleRdp(q, sigma, order);
        for (const double x : {1.0, 0.4}) {
          for (const double other : {-1.0, -0.5, 0.0, 0.7, 1.0}) {
            const double exact = Line{q, sigma, x, other}.Rdp(order);
            EXPECT_LE(exact, bound * (1 + 1e-5) + 1e-12)
                << q << " " << sigma << " " << order << " " << other;
            EXPECT_LE(exact, PublicSampleRdp(q, sigma, order) + 1e-9);
          }
        }
      }
    }
  }
}

// The bounds are not far above what a member against all others does.
TEST(FixedSizeGaussianTest, IsNearlyReached) {
  for (const double q : kRates) {
    for (const double sigma : kSigmas) {
      for (const double order : {1.2, 2.0, 3.5}) {
        const double exact = Line{q, sigma, 1, -1}.Rdp(order);
        EXPECT_LT(std::min(SecretSampleRdp(q, sigma, order),
                           PublicSampleRdp(q, sigma, order)),
                  2.5 * exact)
            << q << " " << sigma << " " << order;
      }
    }
  }
}

// where all others add nothing, the mechanism is the sampled Gaussian
TEST(FixedSizeGaussianTest, IsNeverBelowThatOfIndependentSampling) {
  for (const double q : {1e-4, 0.01, 0.3, 0.9}) {
    for (const double sigma : {0.5, 1.0, 10.0, 1000.0}) {
      for (const double order : {1.01, 2.0, 7.3, 40.0, 300.0}) {
        EXPECT_GE(SecretSampleRdp(q, sigma, order),
                  SampledGaussianRdp(q, sigma, order) * (1 - 1e-6))
            << q << " " << sigma << " " << order;
      }
    }
  }
}

// With much noise nothing points to anybody.
TEST(FixedSizeGaussianTest, UnderMuchNoiseItIsThatOfIndependentSampling) {
  for (const double q : {1e-4, 0.01, 0.3}) {
    for (const double order : {1.5, 2.0, 7.0}) {
      EXPECT_NEAR(
          SecretSampleRdp(q, 5000, order) / SampledGaussianRdp(q, 5000, order),
          1, 0.01)
          << q << " " << order;
    }
  }
}

TEST(FixedSizeGaussianTest, OfEverybodyIsThatOfThePlainGaussian) {
  for (const double sigma : {0.3, 1.0, 50.0}) {
    for (const double order : {1.1, 2.0, 9.0}) {
      const double plain = order / 2 / sigma / sigma;
      EXPECT_DOUBLE_EQ(SecretSampleRdp(1, sigma, order), plain);
      EXPECT_NEAR(PublicSampleRdp(1, sigma, order), plain, 1e-12 * plain);
      EXPECT_NEAR(PublicSampleRdp(1 - 1e-9, sigma, order), plain, 1e-6 * plain);
    }
  }
  EXPECT_EQ(SecretSampleRdp(0, 1, 2), 0);
  EXPECT_EQ(PublicSampleRdp(0, 1, 2), 0);
}

TEST(FixedSizeGaussianTest, GrowsWithOrderAndRateAndFallsWithNoise) {
  for (const auto rdp : {SecretSampleRdp, PublicSampleRdp}) {
    for (const double q : {0.003, 0.4}) {
      for (const double sigma : {0.05, 0.8, 30.0}) {
        double last = 0;
        for (const double order : {1.01, 1.2, 2.0, 3.5, 8.0, 30.0}) {
          const double at = rdp(q, sigma, order);
          if (std::isinf(at)) break;  // too long a sum
          EXPECT_GT(at, last) << q << " " << sigma << " " << order;
          EXPECT_LT(rdp(q / 2, sigma, order), at * (1 + 1e-9));
          EXPECT_LT(rdp(q, sigma * 1.1, order), at);
          last = at;
        }
      }
    }
  }
}

TEST(FixedSizeGaussianTest, DoesNotOverflowOnTheWay) {
  EXPECT_NEAR(PublicSampleRdp(0.2, 1e-3, 4), 2e6 + std::log(0.2) / 3, 1e-6);
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(PublicSampleRdp(0.2, 1e-200, 2), kInfinity);
  EXPECT_EQ(PublicSampleRdp(0.2, 1e200, 2), 0);
  // not summed
  EXPECT_EQ(SecretSampleRdp(0.2, 1e-3, 4), kInfinity);
  EXPECT_EQ(SecretSampleRdp(0.2, 1e200, 2), kInfinity);
  EXPECT_GE(SecretSampleRdp(1e-300, 0.5, 100), 0);
  EXPECT_LT(SecretSampleRdp(0.2, 0.5, 100), kInfinity);
}

TEST(FixedSizeGaussianDeathTest, RefusesWhatHasNoDivergence) {
  EXPECT_DEATH(SecretSampleRdp(1.5, 1, 2), "sampling rate");
  EXPECT_DEATH(SecretSampleRdp(0.5, 0, 2), "noise multiplier");
  EXPECT_DEATH(PublicSampleRdp(0.5, 1, 1), "order");
}

}  // namespace
}  // namespace flow::federated
