#include "federated/privacy/rdp_accountant.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/base/status_testing.h"
#include "federated/privacy/fixed_size_gaussian.h"
#include "federated/privacy/sampled_gaussian.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using ::testing::HasSubstr;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kDelta = 1e-5;

double EpsilonOf(double q, double sigma, int64_t steps, double delta = kDelta,
                 Sampling sampling = Sampling::kPoisson) {
  const auto at = Epsilon({q, sigma, steps, sampling}, delta);
  EXPECT_OK(at);
  return at.ok() ? at->epsilon : std::nan("");
}

// the weaker conversion rdp + log(1/delta) / (a - 1), over the orders of the
// tutorial below: 1.1, 1.2, ..., 10.9 and 12, 13, ..., 63
double EpsilonByTheOldConversion(double q, double sigma, int64_t steps) {
  double least = kInfinity;
  for (int tenths = 11; tenths <= 630; tenths += tenths < 110 ? 1 : 10) {
    const double order = tenths == 110 ? 12 : tenths / 10.0;
    least = std::min(least, steps * SampledGaussianRdp(q, sigma, order) -
                                std::log(kDelta) / (order - 1));
  }
  return least;
}

// P(N(0, 1) > t)
double UpperTail(double t) { return std::erfc(t / std::sqrt(2)) / 2; }

// The least delta of one step at epsilon, exactly:
//
//     integral of max(0, mixture - e^epsilon noise),
//
// where the mixture is the greater above the z of likelihood ratio e^epsilon.
double ExactDelta(double q, double sigma, double epsilon) {
  const double z = 0.5 + sigma * sigma * std::log1p(std::expm1(epsilon) / q);
  return q * UpperTail((z - 1) / sigma) +
         (1 - q - std::exp(epsilon)) * UpperTail(z / sigma);
}

// Epsilons that the tutorial of TensorFlow Privacy reports for MNIST: batches
// of 256 of 60000 images, delta 1e-5, the old conversion.
TEST(EpsilonTest, IsAtMostThePublishedOnesOfTheOldConversion) {
  const struct {
    double sigma;
    int epochs;
    double published;
  } cases[] = {{1.3, 15, 1.19}, {1.1, 60, 3.01}, {0.7, 45, 7.10}};
  for (const auto& [sigma, epochs, published] : cases) {
    const double q = 256.0 / 60000;
    const int64_t steps = epochs * 60000 / 256;
    const double old = EpsilonByTheOldConversion(q, sigma, steps);
    EXPECT_NEAR(old, published, 0.005);
    EXPECT_LT(EpsilonOf(q, sigma, steps), old);
    EXPECT_GT(EpsilonOf(q, sigma, steps), 0.75 * old);
  }
}

TEST(EpsilonTest, OfThePlainGaussianIsTheLeastOverRealOrders) {
  for (const double rho : {1e-4, 0.01, 0.3, 5.0, 100.0}) {  // rdp = a rho
    double least = kInfinity;
    for (double b = 1e-3; b < 3000; b *= 1.001) {
      const double a = 1 + b;
      least = std::min(least, a * rho + std::log(b / a) -
                                  (std::log(kDelta) + std::log(a)) / b);
    }
    const double epsilon = EpsilonOf(1, std::sqrt(0.5 / rho), 1);
    EXPECT_GE(epsilon, least * (1 - 1e-6)) << rho;
    EXPECT_LE(epsilon, least * (1 + 1e-3)) << rho;
  }
}

// Where sampling makes the divergence rise steeply from one order on, the least
// is in a corner; compared with a fine scan of orders.
TEST(EpsilonTest, FindsTheLeastInACorner) {
  const double q = 0.002, sigma = 1.2;
  const int64_t steps = 2000;
  double least = kInfinity;
  for (double a = 2.005; a < 40; a += 0.01) {
    least = std::min(least, steps * SampledGaussianRdp(q, sigma, a) +
                                std::log1p(-1 / a) -
                                (std::log(kDelta) + std::log(a)) / (a - 1));
  }
  EXPECT_NEAR(EpsilonOf(q, sigma, steps), least, 1e-3 * least);
}

TEST(EpsilonTest, OfOneStepIsNeverBelowTheExactOne) {
  for (const double q : {0.01, 0.3, 1.0}) {
    for (const double sigma : {0.4, 1.0, 3.0, 20.0}) {
      for (const double delta : {1e-9, 1e-5, 1e-3}) {
        const double epsilon = EpsilonOf(q, sigma, 1, delta);
        EXPECT_LE(ExactDelta(q, sigma, epsilon), delta) << q << " " << sigma;
      }
    }
  }
  // and not far above: the exact epsilon is within a tenth
  EXPECT_GT(ExactDelta(1, 1, 0.9 * EpsilonOf(1, 1, 1)), kDelta);
}

// independent noises add up: the mean of n releases has noise sigma / sqrt(n)
TEST(EpsilonTest, OfManyPlainStepsIsThatOfOneWithLessNoise) {
  EXPECT_NEAR(EpsilonOf(1, 10, 25), EpsilonOf(1, 2, 1), 1e-12);
  EXPECT_NEAR(EpsilonOf(1, 100, 1'000'000'000), EpsilonOf(1, 0.01, 10), 1e-6);
}

TEST(EpsilonTest, IsTheSumOfTheStepsAtTheReportedOrder) {
  ASSERT_OK_AND_ASSIGN(
      const EpsilonAtOrder at,
      Epsilon({.sampling_rate = 0.02, .noise_multiplier = 0.9, .steps = 700},
              kDelta));
  const double a = at.order;
  EXPECT_NEAR(at.epsilon,
              700 * SampledGaussianRdp(0.02, 0.9, a) + std::log((a - 1) / a) -
                  (std::log(kDelta) + std::log(a)) / (a - 1),
              1e-12);
}

TEST(EpsilonTest, GrowsWithStepsAndRateAndFallsWithNoiseAndDelta) {
  for (const double q : {0.001, 0.1, 0.5}) {
    for (const double sigma : {0.3, 1.0, 5.0}) {
      for (const int64_t steps : {100, 10'000}) {
        const double epsilon = EpsilonOf(q, sigma, steps);
        EXPECT_GT(EpsilonOf(q, sigma, 2 * steps), epsilon);
        EXPECT_GT(EpsilonOf(1.5 * q, sigma, steps), epsilon);
        EXPECT_LT(EpsilonOf(q, 1.5 * sigma, steps), epsilon);
        EXPECT_LT(EpsilonOf(q, sigma, steps, 10 * kDelta), epsilon);
      }
    }
  }
}

double FixedSizeEpsilonOf(double q, double sigma, int64_t steps) {
  return EpsilonOf(q, sigma, steps, kDelta, Sampling::kFixedSize);
}

TEST(EpsilonTest, OfSamplesOfFixedSizeIsTheLeastOfBothBounds) {
  for (const double q : {0.01, 0.2, 0.7}) {
    for (const double sigma : {0.5, 1.2, 10.0}) {
      for (const int64_t steps : {300, 3000}) {
        double least = kInfinity;
        for (double b = 0.005; b < 1000; b *= 1.1) {
          const double a = 1 + b;
          const double rdp = std::min(SecretSampleRdp(q, sigma, a),
                                      PublicSampleRdp(q, sigma, a));
          least = std::min(least, steps * rdp + std::log(b / a) -
                                      (std::log(kDelta) + std::log(a)) / b);
        }
        const double epsilon = FixedSizeEpsilonOf(q, sigma, steps);
        EXPECT_LT(epsilon, least * (1 + 1e-4)) << q << " " << sigma;
        EXPECT_GT(epsilon, least * 0.95) << q << " " << sigma << " " << steps;
      }
    }
  }
}

TEST(EpsilonTest, OfSamplesOfFixedSizeIsMoreThanOfIndependentOnes) {
  for (const double q : {0.01, 0.2, 0.7}) {
    for (const double sigma : {0.5, 1.2, 10.0}) {
      EXPECT_GT(FixedSizeEpsilonOf(q, sigma, 300), EpsilonOf(q, sigma, 300));
      EXPECT_LT(FixedSizeEpsilonOf(q, sigma, 300),
                EpsilonOf(1, sigma, 300) * (1 + 1e-9));
    }
  }
  EXPECT_NEAR(FixedSizeEpsilonOf(1, 3, 100), EpsilonOf(1, 3, 100), 1e-9);
  // with noise on everything they are the same
  EXPECT_NEAR(FixedSizeEpsilonOf(0.05, 500, 1'000'000) /
                  EpsilonOf(0.05, 500, 1'000'000),
              1, 0.02);
}

TEST(EpsilonTest, IsZeroWhereNothingIsReleased) {
  for (const GaussianMechanism& mechanism :
       {GaussianMechanism{0, 1, 100}, GaussianMechanism{0.5, 1, 0}}) {
    ASSERT_OK_AND_ASSIGN(const EpsilonAtOrder at, Epsilon(mechanism, kDelta));
    EXPECT_EQ(at.epsilon, 0);
    EXPECT_EQ(at.order, kInfinity);
  }
}

// the conversion alone would give a negative number
TEST(EpsilonTest, IsZeroWhereDeltaCoversAll) {
  EXPECT_EQ(EpsilonOf(0.001, 100, 1, 0.5), 0);
}

TEST(EpsilonTest, OfExtremeMechanismsIsANumber) {
  // large: rdp is about steps (a / (2 sigma^2) + a log(q) / (a - 1))
  const double large = EpsilonOf(0.2, 0.3, 300);
  EXPECT_GT(large, 300);
  EXPECT_LT(large, 500);
  EXPECT_LT(EpsilonOf(0.2, 100, 300), 0.2);
  EXPECT_LT(EpsilonOf(0.01, 100, 1'000'000'000), 25);
  EXPECT_LT(EpsilonOf(0.2, 0.3, 1'000'000'000), 1.4e9);
  EXPECT_LT(EpsilonOf(0.2, 1e-3, std::numeric_limits<int64_t>::max()), 1e26);
  EXPECT_EQ(EpsilonOf(0.2, 1e-200, 1), kInfinity);
  EXPECT_GE(EpsilonOf(0.2, 1e200, 1), 0);
  EXPECT_LT(EpsilonOf(0.2, 1e200, 1), 1e-3);
  EXPECT_GT(EpsilonOf(0.2, 0.3, 300, 1e-300), large);
}

TEST(EpsilonTest, RefusesWhatIsNotAMechanism) {
  const double nan = std::nan("");
  const auto refused = [](GaussianMechanism mechanism, double delta,
                          const char* message) {
    EXPECT_THAT(
        Epsilon(mechanism, delta),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(message)));
  };
  for (const double q : {-0.1, 1.1, nan}) {
    refused({q, 1, 1}, kDelta, "the sampling rate must be in [0, 1]");
  }
  for (const double sigma : {0.0, -1.0, kInfinity, nan}) {
    refused({1, sigma, 1}, kDelta, "the noise multiplier must be positive");
  }
  refused({1, 1, -3}, kDelta, "must not be negative, got -3");
  for (const double delta : {0.0, 1.0, nan}) {
    refused({1, 1, 1}, delta, "delta must be between 0 and 1");
  }
}

}  // namespace
}  // namespace flow::federated
