#include "core/path/normal_part.h"

#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/full.h"
#include "ATen/ops/linspace.h"
#include "core/path/mixture_marginal.h"
#include "core/path/path_facts.h"
#include "core/path/path_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// From a standard Gaussian for the paths whose normal part is their source,
// from a mixture for the others.
TEST(NormalPartTest, TellsTheScore) {
  const std::vector<GaussianComponent> normal = {{.mean = {0}}};
  const std::vector<GaussianComponent> mixture = {
      {.mean = {-2}, .std = 0.5}, {.weight = 3, .mean = {1.5}, .std = 0.25}};
  const at::Tensor x = at::linspace(-3, 3, 13, at::kDouble).unsqueeze(1);
  for (const auto& [name, path] : EveryPath()) {
    const bool own = UsesNoise(path);
    const MixtureMarginal marginal(own ? mixture : normal, mixture, path);
    for (const double time : {0.1, 0.6, 0.9}) {
      const double n = NormalPartAt(path, time).noise;
      // a mirror without noise stays where it is
      if (n == 0) continue;
      const at::Tensor t = at::full({13}, time, at::kDouble);
      const MixtureMarginal::Means means = marginal.PosteriorMeans(x, t);
      const at::Tensor e = own ? means.noise_bd : means.source_bd;
      EXPECT_TRUE(at::allclose(n * marginal.Score(x, t), -e, 1e-9, 1e-9))
          << name << " " << time;
    }
  }
}

TEST(NormalPartTest, HasItsRatesAndSkipsTheEnds) {
  const double h = 1e-6;
  for (const auto& [name, path] : EveryPath()) {
    const double t = 0.3;
    const SignalAndNoise at = NormalPartAt(path, t);
    const SignalAndNoise up = NormalPartAt(path, t + h);
    const SignalAndNoise down = NormalPartAt(path, t - h);
    EXPECT_NEAR(at.noise_rate, (up.noise - down.noise) / (2 * h),
                1e-6 * (1 + up.noise))
        << name;
    EXPECT_NEAR(at.signal_rate, (up.signal - down.signal) / (2 * h), 1e-6)
        << name;
  }
  const PathOptions bridge = BrownianBridgePathOptions{2};
  EXPECT_NEAR(NormalPartAt(bridge, 0).noise, 2e-3, 1e-8);
  EXPECT_NEAR(NormalPartAt(bridge, 1).noise, 2e-3, 1e-8);
}

}  // namespace
}  // namespace flow::core
