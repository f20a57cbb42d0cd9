#include "core/path/noise_to_data_paths.h"

#include <cmath>
#include <numbers>
#include <vector>

namespace flow::core {
namespace {

// b, b' and 1 - b^2 at a time, the last without the loss of digits near b = 1.
struct Signal {
  double value, rate, rest;
};

// The path of a^2 + b^2 = 1, from a function of time that gives b. By
// differentiation, a' = -b b' / a.
template <typename SignalAt>
PathCoefficients VariancePreserving(double t, const SignalAt& signal_at) {
  const Signal now = signal_at(t);
  const Signal inside = signal_at(InteriorTime(t));
  return {.source = std::sqrt(now.rest),
          .target = now.value,
          .source_rate = -inside.value * inside.rate / std::sqrt(inside.rest),
          .target_rate = inside.rate};
}

// Value and derivative by Horner's rule.
struct PolynomialValue {
  double value = 0, rate = 0;
};
PolynomialValue Evaluate(const std::vector<double>& coefficients, double t) {
  PolynomialValue p;
  for (auto c = coefficients.rbegin(); c != coefficients.rend(); ++c) {
    p.rate = p.rate * t + p.value;
    p.value = p.value * t + *c;
  }
  return p;
}

}  // namespace

PathCoefficients Coefficients(const TargetConditionalPathOptions& options,
                              double t) {
  const double slope = 1 - options.sigma_min;
  return {.source = 1 - slope * t,
          .target = t,
          .source_rate = -slope,
          .target_rate = 1};
}

PathCoefficients Coefficients(const CosinePathOptions& options, double t) {
  const double scale = std::numbers::pi / 2 / (1 + options.offset);
  const double last = scale * options.offset;  // the angle at t = 1
  const double norm = 1 / std::cos(last);
  return VariancePreserving(t, [&](double time) {
    const double left = scale * (1 - time);
    const double value = norm * std::sin(scale * time);
    // 1 - b = (cos(last) - cos(last + left)) / cos(last), as a product
    const double miss =
        2 * norm * std::sin(left / 2) * std::sin(last + left / 2);
    return Signal{value, norm * scale * std::cos(scale * time),
                  miss * (1 + value)};
  });
}

PathCoefficients Coefficients(const LinearVpPathOptions&, double t) {
  return VariancePreserving(t, [](double time) {
    return Signal{time, 1, (1 - time) * (1 + time)};
  });
}

PathCoefficients Coefficients(const VpPathOptions& options, double t) {
  const double slope = options.beta_max - options.beta_min;
  return VariancePreserving(t, [&](double time) {
    const double s = 1 - time;
    // half the integral of beta over [0, s], and half of beta(s)
    const double decay = s * s * slope / 4 + s * options.beta_min / 2;
    const double speed = (s * slope + options.beta_min) / 2;
    const double value = std::exp(-decay);
    return Signal{value, value * speed, -std::expm1(-2 * decay)};
  });
}

PathCoefficients Coefficients(const GeneralGaussianPathOptions& options,
                              double t) {
  const PolynomialValue mean = Evaluate(options.mean, t);
  const PolynomialValue std = Evaluate(options.std, t);
  return {.source = std.value,
          .target = mean.value,
          .source_rate = std.rate,
          .target_rate = mean.rate};
}

}  // namespace flow::core
