#include "federated/privacy/fixed_size_gaussian.h"

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
constexpr double kSqrtTwoPi = 2.50662827463100050242;

void CheckArguments(double q, double sigma, double order) {
  FLOW_CHECK(q >= 0 && q <= 1) << "got the sampling rate " << q;
  FLOW_CHECK(sigma > 0 && sigma < kInfinity)
      << "got the noise multiplier " << sigma;
  FLOW_CHECK(order > 1 && order < kInfinity) << "got the order " << order;
}

// log(e^x + e^y) for finite y
double LogAdd(double x, double y) { return y + Softplus(x - y); }

double UpperTail(double t) { return std::erfc(t / std::sqrt(2)) / 2; }

// UpperTail(t) over the normal density at t >= -1 [Abramowitz64, 26.2.14].
double MillsRatio(double t) {
  constexpr double kFar = 8;
  if (t < kFar) return UpperTail(t) * kSqrtTwoPi * std::exp(t * t / 2);
  double below = t;
  for (int k = 16; k >= 1; --k) below = t + k / below;
  return 1 / below;
}

// log G(e^w) for w >= 0 and Gaussians of variance 1 at a distance of mu:
//
//     G(e^w) = UpperTail(t) - e^w UpperTail(t + mu),  t = w / mu - mu / 2.
//
// e^w is the density at t over that at t + mu, so for t > 0, where both terms
// vanish together, it is that density times a difference of Mills ratios.
double LogHockeyStick(double mu, double w) {
  const double t = w / mu - mu / 2;
  const double log_density = -t * t / 2 - kLogSqrtTwoPi;
  if (t > -1) {
    return log_density + std::log(MillsRatio(t) - MillsRatio(t + mu));
  }
  return std::log(UpperTail(t) - std::exp(log_density) * MillsRatio(t + mu));
}

// The integrand of the moment, in log space and by w = log y: dx = q e^w dw.
class Integrand {
 public:
  Integrand(double q, double sigma, double order)
      : q_(q), near_(1 / sigma), far_(2 / sigma), order_(order) {}

  double operator()(double w) const {
    const double b = q_ + (1 - q_) * std::exp(-w);  // x / y
    const double log_x = w + std::log(b);
    const double near = LogHockeyStick(near_, w);
    const double far = LogHockeyStick(far_, w);
    const double without = std::log(-(1 - q_) * std::expm1(-w));  // log(1 - b)
    const double terms = LogAdd(LogAdd(without + far, std::log(b) + near),
                                near - (2 * order_ - 1) * log_x);
    return 2 * std::log(q_) + w + (order_ - 2) * log_x + terms;
  }

  // Where the greatest part has become e^(-12^2 / 2) of itself: it is at most
  // y^(a-1) G_2(y), whose Gaussian stands at t = (a - 1) mu.
  double Last() const { return far_ * (far_ * (order_ - 0.5) + 12); }
  double Step() const { return std::min(near_, 1.0) / 16; }

 private:
  double q_, near_, far_, order_;
};

}  // namespace

double PublicSampleRdp(double sampling_rate, double noise_multiplier,
                       double order) {
  const double q = sampling_rate, sigma = noise_multiplier;
  CheckArguments(q, sigma, order);
  if (q == 0) return 0;
  const double log_moment = 0.5 * order * (order - 1) / sigma / sigma;
  constexpr double kNearOverflow = 500;
  return (log_moment < kNearOverflow ? std::log1p(q * std::expm1(log_moment))
                                     : log_moment + std::log(q)) /
         (order - 1);
}

double SecretSampleRdp(double sampling_rate, double noise_multiplier,
                       double order) {
  constexpr double kMostSigma = 1e6;  // G is a difference of like numbers
  constexpr double kMostIntervals = 1 << 16;
  const double q = sampling_rate, sigma = noise_multiplier;
  CheckArguments(q, sigma, order);
  if (q == 0) return 0;
  if (q == 1) return 0.5 * order / sigma / sigma;
  const Integrand integrand(q, sigma, order);
  const double intervals = integrand.Last() / integrand.Step();
  if (sigma > kMostSigma || !(intervals < kMostIntervals)) {
    return kInfinity;
  }
  const int64_t half = 1 + static_cast<int64_t>(intervals / 2);
  const double step = integrand.Last() / (2 * half);
  std::vector<double> log_terms(2 * half + 1);
  for (int64_t i = 0; i <= 2 * half; ++i) {
    const bool is_end = i == 0 || i == 2 * half;
    const double weight = is_end ? 1 : i % 2 == 1 ? 4 : 2;
    log_terms[i] = integrand(i * step) + std::log(weight * step / 3);
  }
  const double log_excess =
      LogSumExp(log_terms) + std::log(order * (order - 1));
  return Softplus(log_excess) / (order - 1);
}

}  // namespace flow::federated
