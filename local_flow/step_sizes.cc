#include "local_flow/step_sizes.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace flow::local_flow {
namespace {

constexpr double kMostBeta = 0.99;

std::vector<double> SizesOf(const GeometricSizes& options) {
  std::vector<double> sizes;
  for (int64_t n = 0; n < options.count; ++n) {
    sizes.push_back(options.first * std::pow(options.ratio, n));
  }
  return sizes;
}

std::vector<double> SizesOf(const ExplicitSizes& options) {
  return options.sizes;
}

// log f(n) of the cosine schedule.
double LogSignal(const CosineSizes& options, int64_t n) {
  const double share =
      static_cast<double>(n) / static_cast<double>(options.count + 1);
  const double angle =
      std::numbers::pi / 2 * (share + options.offset) / (1 + options.offset);
  return 2 * std::log(std::cos(angle));
}

std::vector<double> SizesOf(const CosineSizes& options) {
  std::vector<double> sizes;
  for (int64_t n = 1; n <= options.count; ++n) {
    sizes.push_back((LogSignal(options, n - 1) - LogSignal(options, n)) / 2);
  }
  return sizes;
}

std::vector<double> SizesOf(const LinearSizes& options) {
  const double blocks = static_cast<double>(options.count + 1);
  const double first = std::min(options.beta_min / blocks, kMostBeta);
  const double last = std::min(options.beta_max / blocks, kMostBeta);
  std::vector<double> sizes;
  for (int64_t n = 0; n < options.count; ++n) {
    const double share = static_cast<double>(n) / (blocks - 1);
    sizes.push_back(-std::log1p(-(first + share * (last - first))) / 2);
  }
  return sizes;
}

}  // namespace

std::vector<double> StepSizes(const StepSizeOptions& options) {
  return std::visit([](const auto& kind) { return SizesOf(kind); }, options);
}

Diffusion DiffusionOf(double gamma) {
  return {std::exp(-gamma), std::sqrt(-std::expm1(-2 * gamma))};
}

}  // namespace flow::local_flow
