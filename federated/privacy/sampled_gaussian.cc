#include "federated/privacy/sampled_gaussian.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/base/check.h"
#include "federated/privacy/log_space.h"

namespace flow::federated {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// below this noise multiplier the quadrature has too many points, and a step
// costs thousands of nats with and without sampling
constexpr double kLeastQuadratureSigma = 0.01;

// log(e^x - 1) for x >= 0
double LogExpm1(double x) {
  return x > 1 ? x + std::log1p(-std::exp(-x)) : std::log(std::expm1(x));
}

// log(A - 1) of an integer order a. Binomially expanded,
//
//     A = sum_k C(a, k) (1-q)^(a-k) q^k exp(k (k-1) / (2 sigma^2)),
//
// and the binomial weights alone sum to 1, so A - 1 has expm1 in place of exp:
// its terms are nonnegative and those of k = 0 and 1 vanish.
double LogExcessOfIntegerOrder(double q, double sigma, int64_t order) {
  const double log_q = std::log(q), log_rest = std::log1p(-q);
  double log_binomial = std::log(order);  // log C(a, k), at k = 1
  std::vector<double> log_terms;
  for (int64_t k = 2; k <= order; ++k) {
    log_binomial += std::log(static_cast<double>(order - k + 1) / k);
    log_terms.push_back(log_binomial + (order - k) * log_rest + k * log_q +
                        LogExpm1(0.5 * k * (k - 1) / sigma / sigma));
  }
  return LogSumExp(log_terms);
}

// log r = log(1 - q + q e^u) for q < 1
double LogLikelihoodRatio(double q, double u) {
  constexpr double kNearOverflow = 500;
  return u < kNearOverflow ? std::log1p(q * std::expm1(u))
                           : u + std::log(q + (1 - q) * std::exp(-u));
}

// log(r^a - 1 - a (r - 1)) for l = log r and b = a - 1; by convexity the
// argument is nonnegative. It is
//
//     e^l (expm1(b l) + b expm1(-l))
//         = e^l sum_{k >= 2} (b^k + b (-1)^k) l^k / k!.
double LogConvexityGap(double b, double l) {
  constexpr double kNegligible = 40;  // a e^(-b l) next to 1
  constexpr double kSmall = 0.5;      // where the difference would cancel
  constexpr int kTerms = 18;          // 0.5^18 / 20! < 1e-23
  if (b * l > kNegligible) return (1 + b) * l;
  if (std::abs(l) * std::max(1.0, b) > kSmall) {
    return l + std::log(std::expm1(b * l) + b * std::expm1(-l));
  }
  double sum = 0;
  double power = 0.5 * b * b, sign = 0.5 * b;  // b^k l^(k-2) / k! and so on
  for (int k = 2; k < 2 + kTerms; ++k) {
    sum += power + sign;
    power *= b * l / (k + 1);
    sign *= -l / (k + 1);
  }
  return l + 2 * std::log(std::abs(l)) + std::log(sum);
}

// log(A - 1) of any order a by the trapezoidal rule. As E[r] = 1,
//
//     A - 1 = E[r^a - 1 - a (r - 1)],
//
// with a nonnegative, analytic integrand, for which the rule converges
// exponentially: the zeros of r nearest to the line are at a distance of
// pi sigma^2, in units of sigma pi sigma, and leave an error of about
// exp(-2 pi^2 sigma / h) times the integrand on the line there. Where sigma is
// too small for the first factor the second one takes over: these zeros are at
// z = 1/2 + sigma^2 log(1/q - 1), far out in the Gaussian's tail.
double LogExcessByQuadrature(double q, double sigma, double order) {
  constexpr double kStep = 1.0 / 16;  // h
  constexpr double kTail = 12;        // exp(-12^2 / 2) = 5e-32
  // the integrand's bumps are at z = 0, at 2 (where r - 1 is small, as a
  // square) and at a (where r is large)
  const double last = std::max(2.0, order) / sigma + kTail;
  const int64_t points = 1 + std::ceil((last + kTail) / kStep);
  std::vector<double> log_terms(points);
  for (int64_t i = 0; i < points; ++i) {
    const double t = i * kStep - kTail;  // z / sigma
    const double u = t / sigma - 0.5 / sigma / sigma;
    log_terms[i] =
        LogConvexityGap(order - 1, LogLikelihoodRatio(q, u)) - 0.5 * t * t;
  }
  return LogSumExp(log_terms) + std::log(kStep) - kLogSqrtTwoPi;
}

}  // namespace

double SampledGaussianRdp(double sampling_rate, double noise_multiplier,
                          double order) {
  const double q = sampling_rate, sigma = noise_multiplier;
  FLOW_CHECK(q >= 0 && q <= 1) << "got the sampling rate " << q;
  FLOW_CHECK(sigma > 0 && sigma < kInfinity)
      << "got the noise multiplier " << sigma;
  FLOW_CHECK(order > 1 && order < kInfinity) << "got the order " << order;
  if (q == 0) return 0;
  const bool is_integer = order == std::floor(order);
  if (q == 1 || (!is_integer && sigma < kLeastQuadratureSigma)) {
    return 0.5 * order / sigma / sigma;
  }
  const double log_excess = is_integer
                                ? LogExcessOfIntegerOrder(q, sigma, order)
                                : LogExcessByQuadrature(q, sigma, order);
  return Softplus(log_excess) / (order - 1);
}

}  // namespace flow::federated
