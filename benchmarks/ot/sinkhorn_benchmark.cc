// Entropic transport from a Gaussian to a ring of eight, until the columns'
// marginal is met to 1e-6 in total variation, on one thread; the costs are
// given. `value` is the dual objective, whose error is of second order.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "benchmarks/ot/point_clouds.h"
#include "core/base/check.h"
#include "core/ot/sinkhorn.h"

namespace flow::core {
namespace {

void Sinkhorn(benchmark::State& state, int64_t n, double regularization) {
  const std::vector<float> cost =
      SquaredCostMatrix(MakePointClouds("eight_gaussians", n, 2), n, 2);
  const SinkhornOptions options{regularization, 100000, 1e-6};
  double value = 0, error = 0;
  int64_t iterations = 0;
  for (auto _ : state) {
    const auto plan = SolveSinkhorn(cost, n, n, options);
    FLOW_CHECK(plan.ok() && plan->converged) << "at " << regularization;
    value = plan->dual;
    error = plan->error;
    iterations = plan->iterations;
  }
  state.counters["value"] = value;
  state.counters["marginal_error"] = error;
  state.counters["iterations"] = iterations;
}

void RegisterAll() {
  for (const int64_t n : {256, 512, 1024}) {
    for (const double regularization : {0.5, 2.0}) {
      const std::string name =
          absl::StrCat("Sinkhorn/n:", n, "/reg:", regularization);
      benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
        Sinkhorn(state, n, regularization);
      })->Unit(benchmark::kMillisecond);
    }
  }
}
[[maybe_unused]] const bool kRegistered = (RegisterAll(), true);

}  // namespace
}  // namespace flow::core

BENCHMARK_MAIN();
