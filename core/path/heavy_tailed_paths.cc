#include "core/path/heavy_tailed_paths.h"

#include <cmath>

namespace flow::core {
namespace {

PathCoefficients Shrinking(double start, double end, double t) {
  const double rate = std::log(end / start);
  const double source = std::exp(rate * t);
  return {.source = source, .target = 1, .source_rate = rate * source};
}

}  // namespace

PathCoefficients Coefficients(const CauchyPathOptions& options, double t) {
  return Shrinking(options.start, options.end, t);
}

PathCoefficients Coefficients(const StudentTPathOptions& options, double t) {
  return Shrinking(options.start, options.end, t);
}

}  // namespace flow::core
