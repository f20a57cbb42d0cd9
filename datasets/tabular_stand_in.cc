#include "datasets/tabular_stand_in.h"

#include <cmath>
#include <vector>

#include "core/base/random.h"
#include "datasets/tabular_facts.h"

namespace flow::datasets {
namespace {

using core::GaussianComponent;

constexpr int64_t kComponents = 8;

std::vector<GaussianComponent> DrawComponents(const TabularFacts& set) {
  const Seed seed = DeriveSeed(/*root=*/0, "tabular stand-in", set.name);
  std::vector<GaussianComponent> components(kComponents);
  double weights = 0;
  for (int64_t k = 0; k < kComponents; ++k) {
    RowRandom random(seed, k);
    GaussianComponent& c = components[k];
    c.weight = 0.5 + random.Uniform();
    c.std = 0.3 + 0.5 * random.Uniform();
    for (int64_t d = 0; d < set.dim; ++d) c.mean.push_back(random.Normal());
    weights += c.weight;
  }
  for (GaussianComponent& c : components) c.weight /= weights;
  return components;
}

// Gives coordinate d of the centres the mean 0 and this variance.
void StandardizeCentres(int64_t d, double variance,
                        std::vector<GaussianComponent>& components) {
  double mean = 0, squares = 0;
  for (const GaussianComponent& c : components) mean += c.weight * c.mean[d];
  for (GaussianComponent& c : components) {
    c.mean[d] -= mean;
    squares += c.weight * c.mean[d] * c.mean[d];
  }
  for (GaussianComponent& c : components) {
    c.mean[d] *= std::sqrt(variance / squares);
  }
}

}  // namespace

GaussianMixtureOptions TabularStandIn(TabularOptions::Name name) {
  const TabularFacts set = FactsOf(name);
  GaussianMixtureOptions mixture{DrawComponents(set)};
  double left = 1;  // of the variance, for the centres
  for (const GaussianComponent& c : mixture.components) {
    left -= c.weight * c.std * c.std;
  }
  for (int64_t d = 0; d < set.dim; ++d) {
    StandardizeCentres(d, left, mixture.components);
  }
  return mixture;
}

}  // namespace flow::datasets
