// How fast the host makes what a device trains on, by the threads that make it
// ahead: points, couplings, times and the path's coefficients at them. What is
// drawn there is not here. One iteration is one step.

#include <cstdint>
#include <memory>
#include <utility>

#include "ATen/Parallel.h"
#include "benchmark/benchmark.h"
#include "benchmarks/law.h"
#include "core/base/check.h"
#include "core/coupling/independent.h"
#include "core/coupling/minibatch_ot.h"
#include "core/device/device.h"
#include "core/device/device_problems.h"
#include "core/distribution/finite_set.h"
#include "core/tensor/random_tensor.h"
#include "core/train/batch_source.h"
#include "core/train/make_objective.h"
#include "core/train/prefetched_batches.h"

namespace flow::core {
namespace {

using benchmarks::MakeLaw;

constexpr int64_t kSteps = 1 << 20;

std::shared_ptr<const Distribution> Noise(int64_t dim) {
  return MakeLaw(datasets::GaussianOptions{.dim = dim});
}

// The batches of a run on a device, which here is the CPU.
void Make(benchmark::State& state, std::shared_ptr<const Batches> pairs) {
  at::set_num_threads(1);
  const auto device = CpuDevice();
  const PrefetchedBatches batches(
      std::make_shared<DeviceProblems>(
          std::move(pairs),
          MakeObjective(LinearPathOptions(), Prediction::kVelocity,
                        ConstantWeightOptions{}),
          device.get()),
      kSteps, static_cast<int>(state.range(1)));
  int64_t step = 0;
  while (state.KeepRunningBatch(batches.StretchEnd(step) - step)) {
    const auto stretch = batches.GetStretch(step);
    FLOW_CHECK(stretch.ok()) << "batches that cannot fail";
    step = stretch->End();
  }
}

void Moons(benchmark::State& state) {
  Make(state, std::make_shared<BatchSource>(
                  Noise(2), MakeLaw(datasets::TwoMoonsOptions{}),
                  std::make_shared<IndependentCoupling>(),
                  BatchOptions{.size = state.range(0), .noise = false},
                  /*seed=*/1));
}

void MoonsByExactPlans(benchmark::State& state) {
  Make(state, std::make_shared<BatchSource>(
                  Noise(2), MakeLaw(datasets::TwoMoonsOptions{}),
                  std::make_shared<MinibatchOt>(MinibatchOtOptions()),
                  BatchOptions{.size = state.range(0), .noise = false},
                  /*seed=*/1));
}

void Pictures(benchmark::State& state) {
  constexpr int64_t kDim = 3 * 32 * 32;
  Make(state,
       std::make_shared<BatchSource>(
           Noise(kDim),
           std::make_shared<FiniteSet>(Points{NormalTensor(2, 4096, kDim), {}}),
           std::make_shared<IndependentCoupling>(),
           BatchOptions{.size = state.range(0), .noise = false},
           /*seed=*/1));
}

void Sizes(benchmark::internal::Benchmark* benchmark,
           std::initializer_list<int64_t> sizes) {
  benchmark->ArgNames({"batch", "threads"})
      ->Unit(benchmark::kMicrosecond)
      ->UseRealTime();
  for (const int64_t size : sizes) {
    for (const int64_t threads : {1, 2}) benchmark->Args({size, threads});
  }
}

BENCHMARK(Moons)->Apply([](auto* b) { Sizes(b, {256, 4096}); });
BENCHMARK(MoonsByExactPlans)->Apply([](auto* b) { Sizes(b, {256}); });
BENCHMARK(Pictures)->Apply([](auto* b) { Sizes(b, {128}); });

}  // namespace
}  // namespace flow::core

BENCHMARK_MAIN();
