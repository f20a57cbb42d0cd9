#include "datasets/eight_gaussians.h"

#include <cmath>
#include <numbers>

namespace flow::datasets {

std::vector<core::GaussianComponent> EightGaussians(
    const EightGaussiansOptions& options) {
  std::vector<core::GaussianComponent> components;
  for (int k = 0; k < 8; ++k) {
    const double angle = k * std::numbers::pi / 4;
    components.push_back({.weight = 1,
                          .mean = {options.radius * std::cos(angle),
                                   options.radius * std::sin(angle)},
                          .std = options.std});
  }
  return components;
}

}  // namespace flow::datasets
