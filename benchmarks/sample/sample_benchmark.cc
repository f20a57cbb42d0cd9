// Sampling: 100 Euler steps of a 3x64 perceptron from points of two dimensions.

#include <benchmark/benchmark.h>

#include <memory>
#include <vector>

#include "ATen/Parallel.h"
#include "benchmarks/peak/peak_share.h"
#include "core/base/check.h"
#include "core/base/thread_pool.h"
#include "core/kernels/mlp_layout.h"
#include "core/nn/make_field.h"
#include "core/nn/mlp.h"
#include "core/ode/ode_transport.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {
namespace {

constexpr int64_t kSteps = 100;

void Euler100(benchmark::State& state, Executor executor) {
  const int64_t points = state.range(0);
  const int threads = static_cast<int>(state.range(1));
  const MlpOptions network = {.dim = 2,
                              .hidden = {64, 64, 64},
                              .activation = Activation::kSelu,
                              .executor = executor};
  at::set_num_threads(1);
  ThreadPool pool(threads, [] { at::set_num_threads(1); });
  const auto transport =
      OdeTransport::Create(MakeField(network, Mlp(network).Initialize(1)),
                           EulerOptions{kSteps}, &pool);
  FLOW_CHECK(transport.ok()) << "Euler's method";
  const at::Tensor x = NormalTensor(2, points, 2);
  double flops = 0;
  for (const LayerLayout& layer : MlpLayout(network).layers) {
    flops += 2.0 * layer.in * layer.out * kSteps * static_cast<double>(points);
  }
  const PeakShare share(threads);
  for (auto _ : state) {
    FLOW_CHECK((*transport)->Push(x, Journey{}).ok()) << "a finite flow";
  }
  share.Report(flops, &state);
}

void Cases(benchmark::internal::Benchmark* bench) {
  bench->ArgNames({"points", "threads"})
      ->Unit(benchmark::kMillisecond)
      ->ArgsProduct({{1024, 10000}, {1, 2}});
}
BENCHMARK_CAPTURE(Euler100, kernels, Executor::kKernels)
    ->Name("Euler100")
    ->Apply(Cases);
BENCHMARK_CAPTURE(Euler100, libtorch, Executor::kLibtorch)
    ->Name("Euler100Libtorch")
    ->Apply(Cases);

}  // namespace
}  // namespace flow::core

BENCHMARK_MAIN();
