// The exact 2-Wasserstein distance between a Gaussian and a ring of eight in
// the plane, n points each, on one thread. `value` is W2.

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <cmath>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "benchmarks/ot/point_clouds.h"
#include "core/base/check.h"
#include "core/ot/assignment.h"

namespace flow::core {
namespace {

double PeakMebibytes() {
  rusage usage;
  FLOW_CHECK(getrusage(RUSAGE_SELF, &usage) == 0) << "of this process";
  return usage.ru_maxrss / 1024.0;
}

void Wasserstein(benchmark::State& state, int64_t n) {
  const PointClouds clouds = MakePointClouds("eight_gaussians", n, 2);
  double value = 0;
  for (auto _ : state) {
    const auto assignment = SolvePointAssignment(clouds.x_nd, clouds.y_nd, n, 2,
                                                 GroundCost::kSquaredEuclidean);
    FLOW_CHECK(assignment.ok()) << "n = " << n;
    value = std::sqrt(assignment->cost / n);
  }
  state.counters["value"] = value;
  state.counters["peak_MiB"] = PeakMebibytes();
}

void RegisterAll() {
  for (const int64_t n : {1000, 4000, 10000}) {
    benchmark::RegisterBenchmark(
        absl::StrCat("W2/n:", n).c_str(),
        [n](benchmark::State& state) { Wasserstein(state, n); })
        ->Unit(benchmark::kMillisecond);
  }
}
[[maybe_unused]] const bool kRegistered = (RegisterAll(), true);

}  // namespace
}  // namespace flow::core

BENCHMARK_MAIN();
