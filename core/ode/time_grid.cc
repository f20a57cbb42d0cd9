#include "core/ode/time_grid.h"

#include <cmath>

namespace flow::core {

std::vector<double> UniformGrid(int64_t steps) {
  std::vector<double> grid;
  for (int64_t k = 0; k <= steps; ++k) {
    grid.push_back(static_cast<double>(k) / static_cast<double>(steps));
  }
  return grid;
}

std::vector<double> EdmGrid(const EdmHeunOptions& options) {
  const double a = std::pow(options.sigma_max, 1 / options.rho);
  const double b = std::pow(options.sigma_min, 1 / options.rho);
  const auto time = [&](double sigma) {
    return std::isfinite(options.sigma_source)
               ? 1 - sigma / options.sigma_source
               : 1 / (1 + sigma);
  };
  std::vector<double> grid = {0};
  const int64_t first = options.sigma_max == options.sigma_source ? 1 : 0;
  for (int64_t i = first; i < options.steps; ++i) {
    const double share =
        static_cast<double>(i) / static_cast<double>(options.steps - 1);
    grid.push_back(time(std::pow(a + share * (b - a), options.rho)));
  }
  grid.push_back(1);
  return grid;
}

}  // namespace flow::core
