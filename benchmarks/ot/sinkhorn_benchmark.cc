// Entropic transport from a Gaussian to eight of them, to a marginal error of
// 1e-6 in total variation, on one thread. The costs are given.

#include <benchmark/benchmark.h>

#include <cmath>
#include <vector>

#include "core/base/check.h"
#include "core/base/random.h"
#include "core/ot/sinkhorn.h"
#include "core/ot/squared_costs.h"

namespace flow::core {
namespace {

// Around the origin, or around a corner of an octagon of radius 5.
std::vector<float> Points(Seed seed, int64_t n, double radius) {
  std::vector<float> x;
  for (int64_t i = 0; i < n; ++i) {
    RowRandom random(seed, i);
    const double angle = random.UniformInt(8) * M_PI / 4;
    x.push_back(static_cast<float>(random.Normal() + radius * std::cos(angle)));
    x.push_back(static_cast<float>(random.Normal() + radius * std::sin(angle)));
  }
  return x;
}

// Arguments: n, and a hundred times the regularisation.
void BM_Sinkhorn(benchmark::State& state) {
  const int64_t n = state.range(0);
  const std::vector<float> cost =
      AllSquaredCosts(Points(1, n, 0), SquaredCosts(Points(2, n, 5), n, 2), n);
  const SinkhornOptions options{state.range(1) / 100.0, 100000, 1e-6};
  int64_t iterations = 0;
  for (auto _ : state) {
    const auto plan = SolveSinkhorn(cost, n, n, options);
    FLOW_CHECK(plan.ok() && plan->converged) << "at " << options.regularization;
    iterations = plan->iterations;
  }
  state.counters["iterations"] = iterations;
}
BENCHMARK(BM_Sinkhorn)
    ->Unit(benchmark::kMillisecond)
    ->ArgsProduct({{256, 512, 1024}, {50, 200}});

}  // namespace
}  // namespace flow::core

BENCHMARK_MAIN();
