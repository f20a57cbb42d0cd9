// The least total cost of pairing n points with n points, the costs given as a
// matrix, on one thread. `value` is the mean cost of a pair.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "benchmarks/ot/point_clouds.h"
#include "core/base/check.h"
#include "core/ot/assignment.h"

namespace flow::core {
namespace {

void Assign(benchmark::State& state, const std::string& family, int64_t n,
            int64_t dim) {
  // one after another, each is asked for several times
  static std::string kept;
  static std::vector<float> cost;
  const std::string name = absl::StrCat(family, "/", n, "/", dim);
  if (kept != name) {
    kept = name;
    cost = SquaredCostMatrix(MakePointClouds(family, n, dim), n, dim);
  }
  double value = 0, gap = 0;
  for (auto _ : state) {
    const auto assignment = SolveAssignment(cost, n);
    FLOW_CHECK(assignment.ok()) << name;
    value = assignment->cost / n;
    gap = assignment->duality_gap / assignment->cost;
  }
  state.counters["value"] = value;
  state.counters["relative_gap"] = gap;
}

void RegisterAll() {
  for (const int64_t dim : {2, 3072}) {
    for (const char* family :
         {"gaussian", "eight_gaussians", "moons", "tight_clusters"}) {
      for (const int64_t n : {128, 256, 512, 1024, 2048}) {
        const std::string name =
            absl::StrCat("Assignment/n:", n, "/d:", dim, "/family:", family);
        benchmark::RegisterBenchmark(
            name.c_str(),
            [=](benchmark::State& state) { Assign(state, family, n, dim); })
            ->Unit(benchmark::kMillisecond);
      }
    }
  }
}
[[maybe_unused]] const bool kRegistered = (RegisterAll(), true);

}  // namespace
}  // namespace flow::core

BENCHMARK_MAIN();
