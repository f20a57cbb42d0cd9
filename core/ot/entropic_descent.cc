#include "core/ot/entropic_descent.h"

#include <algorithm>

namespace flow::core {
namespace {

// where the descent of the regularisation begins, as a share of the spread
constexpr double kFirstShare = 1.0 / 100;
constexpr double kFactor = 4;
// good enough to go on from
constexpr double kStageTolerance = 0.05;

}  // namespace

std::vector<double> DescendingRegularizations(double spread, double last) {
  const double first = kFirstShare * spread;
  std::vector<double> descent = {last};
  while (descent.back() * kFactor <= first) {
    descent.push_back(descent.back() * kFactor);
  }
  std::reverse(descent.begin(), descent.end());
  return descent;
}

EntropicPass Descend(const std::vector<double>& regularizations,
                     int64_t max_iterations, double tolerance,
                     const EntropicSteps& steps) {
  EntropicPass all;
  for (size_t k = 0; k < regularizations.size(); ++k) {
    // each of those that follow needs one
    const auto left = static_cast<int64_t>(regularizations.size() - 1 - k);
    const int64_t limit = max_iterations - left;
    if (all.iterations >= limit) continue;
    const double enough =
        left == 0 ? tolerance : std::max(tolerance, kStageTolerance);
    steps.start(regularizations[k]);
    while (true) {
      const EntropicPass pass = steps.iterate(limit - all.iterations);
      all = {all.iterations + pass.iterations, pass.error};
      if (all.error <= enough || all.iterations >= limit) break;
      steps.advance();
    }
  }
  return all;
}

}  // namespace flow::core
