#include "datasets/gaussian_components.h"

#include <variant>

#include "datasets/eight_gaussians.h"
#include "datasets/tabular_stand_in.h"

namespace flow::datasets {
namespace {

using Components = std::vector<core::GaussianComponent>;

struct Finder {
  std::optional<Components> operator()(const GaussianOptions& law) const {
    std::vector<double> mean = law.mean;
    mean.resize(law.dim);  // none is zero
    return Components{{.mean = std::move(mean), .std = law.std}};
  }
  std::optional<Components> operator()(
      const GaussianMixtureOptions& law) const {
    return law.components;
  }
  std::optional<Components> operator()(const EightGaussiansOptions& law) const {
    return EightGaussians(law);
  }
  std::optional<Components> operator()(const TabularOptions& law) const {
    if (law.folder.has_value()) return std::nullopt;
    return TabularStandIn(law.name).components;
  }
  template <typename Other>
  std::optional<Components> operator()(const Other&) const {
    return std::nullopt;
  }
};

}  // namespace

std::optional<Components> GaussianComponents(
    const DistributionOptions& options) {
  if (options.points) return std::nullopt;
  return std::visit(Finder(), options.law);
}

}  // namespace flow::datasets
