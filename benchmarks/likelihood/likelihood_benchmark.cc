// The exact log-density of points under a flow: state and divergence by ten
// steps of RK4 through a 3x64 perceptron. `LikelihoodLibtorch` is what a loop
// of LibTorch's autograd over the dimensions takes for the same.

#include <benchmark/benchmark.h>

#include <memory>

#include "ATen/Parallel.h"
#include "core/base/check.h"
#include "core/base/thread_pool.h"
#include "core/nn/make_field.h"
#include "core/nn/mlp.h"
#include "core/ode/likelihood.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {
namespace {

constexpr int64_t kPoints = 512;

void Likelihood(benchmark::State& state, Executor executor) {
  const int64_t dim = state.range(0);
  const int threads = static_cast<int>(state.range(1));
  const MlpOptions network = {.dim = dim,
                              .hidden = {64, 64, 64},
                              .activation = Activation::kSelu,
                              .executor = executor};
  at::set_num_threads(1);
  ThreadPool pool(threads, [] { at::set_num_threads(1); });
  const auto field = MakeField(network, Mlp(network).Initialize(1));
  const at::Tensor x = NormalTensor(2, kPoints, dim);
  for (auto _ : state) {
    FLOW_CHECK(PushWithDivergence(*field, Rk4Options{10}, DivergenceOptions{},
                                  x, Direction::kBackward, /*seed=*/0, &pool)
                   .ok())
        << "a finite flow";
  }
}

void Cases(benchmark::internal::Benchmark* bench) {
  bench->ArgNames({"d", "threads"})
      ->Unit(benchmark::kMillisecond)
      ->ArgsProduct({{2, 8, 64}, {1, 2}});
}
BENCHMARK_CAPTURE(Likelihood, kernels, Executor::kKernels)
    ->Name("Likelihood")
    ->Apply(Cases);
BENCHMARK_CAPTURE(Likelihood, libtorch, Executor::kLibtorch)
    ->Name("LikelihoodLibtorch")
    ->Apply(Cases);

}  // namespace
}  // namespace flow::core

BENCHMARK_MAIN();
