#include "core/path/interpolating_paths.h"

#include <cmath>
#include <numbers>

namespace flow::core {

PathCoefficients Coefficients(const LinearPathOptions& options, double t) {
  return {.source = 1 - t,
          .target = t,
          .noise = options.sigma,
          .source_rate = -1,
          .target_rate = 1};
}

PathCoefficients Coefficients(const TrigonometricPathOptions& options,
                              double t) {
  constexpr double kQuarter = std::numbers::pi / 2;
  // the sine of the time that is left is the cosine, and 0 where it should be
  const double source = std::sin(kQuarter * (1 - t));
  const double target = std::sin(kQuarter * t);
  return {.source = source,
          .target = target,
          .noise = options.sigma,
          .source_rate = -kQuarter * target,
          .target_rate = kQuarter * source};
}

PathCoefficients Coefficients(const PolynomialPathOptions& options, double t) {
  const double power = std::pow(t, options.degree);
  const double from = InteriorTime(t);
  const double rate = options.degree * std::pow(from, options.degree - 1);
  return {.source = 1 - power,
          .target = power,
          .source_rate = -rate,
          .target_rate = rate};
}

}  // namespace flow::core
