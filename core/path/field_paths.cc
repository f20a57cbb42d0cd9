#include "core/path/field_paths.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace flow::core {

PathCoefficients Coefficients(const TubePathOptions& options, double t) {
  constexpr double kQuarter = std::numbers::pi / 2;
  const double from_end = std::min(t, 1 - t);
  const double share = std::min(from_end, options.ends) / options.ends;
  const double rate = share < 1 ? options.width * kQuarter / options.ends *
                                      std::cos(kQuarter * share)
                                : 0;
  return {.source = 1 - t,
          .target = t,
          .noise = options.width * std::sin(kQuarter * share),
          .source_rate = -1,
          .target_rate = 1,
          .noise_rate = t < 0.5 ? rate : -rate};
}

PathCoefficients Coefficients(const RayPathOptions&, double t) {
  return {.source = 1 - t, .target = 1, .source_rate = -1};
}

}  // namespace flow::core
