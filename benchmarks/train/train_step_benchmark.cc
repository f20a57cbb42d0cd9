// A training step of flow matching from noise to noise in two dimensions: draw,
// couple, forward, backward, Adam. What torchcfm's I-CFM step does.

#include <benchmark/benchmark.h>

#include <memory>
#include <utility>
#include <vector>

#include "ATen/Parallel.h"
#include "benchmarks/peak/peak_share.h"
#include "core/base/check.h"
#include "core/base/thread_pool.h"
#include "core/coupling/independent.h"
#include "core/distribution/gaussian.h"
#include "core/kernels/mlp_layout.h"
#include "core/nn/mlp.h"
#include "core/train/batch_source.h"
#include "core/train/local_gradient_source.h"
#include "core/train/make_batch_gradient.h"
#include "core/train/make_objective.h"
#include "core/train/trainer.h"

namespace flow::core {
namespace {

MlpOptions NetworkOf(const benchmark::State& state) {
  return {.dim = 2,
          .hidden = std::vector<int64_t>(state.range(1), state.range(0)),
          .activation = Activation::kSelu};
}

// Forward, the gradients in the weights, and those in each layer's inputs but
// the first.
double StepFlops(const MlpOptions& network, int64_t batch) {
  double flops = 0;
  for (const LayerLayout& layer : MlpLayout(network).layers) {
    const double product = 2.0 * layer.in * layer.out * batch;
    flops += product * (layer.weight == 0 ? 2 : 3);
  }
  return flops;
}

std::unique_ptr<Trainer> MakeTrainer(const MlpOptions& network, int64_t batch,
                                     int64_t steps, ThreadPool* pool) {
  const auto normal = [] {
    auto law = Gaussian::Create({0, 0}, 1);
    FLOW_CHECK(law.ok()) << "a standard normal";
    return std::shared_ptr<const Distribution>(*std::move(law));
  };
  auto batches = std::make_shared<BatchSource>(
      normal(), normal(), std::make_shared<IndependentCoupling>(),
      BatchOptions{.size = batch}, /*seed=*/1);
  auto gradients = std::make_shared<LocalGradientSource>(
      MakeBatchGradient(
          network, MakeObjective(LinearPathOptions{0.1}, Prediction::kVelocity,
                                 ConstantWeightOptions{})),
      std::move(batches), pool);
  TrainOptions options;
  options.steps = options.log_every = steps;
  options.optimizer = AdamOptions{};
  return std::make_unique<Trainer>(options, Mlp(network).Initialize(2),
                                   std::move(gradients), pool);
}

void TrainStep(benchmark::State& state, Executor executor) {
  MlpOptions network = NetworkOf(state);
  network.executor = executor;
  const int64_t batch = state.range(2);
  const int threads = static_cast<int>(state.range(3));
  at::set_num_threads(1);
  ThreadPool pool(threads, [] { at::set_num_threads(1); });
  constexpr int64_t kSteps = 1000;
  const PeakShare share(threads);
  while (state.KeepRunningBatch(kSteps)) {
    auto trainer = MakeTrainer(network, batch, kSteps, &pool);
    FLOW_CHECK(trainer->Run({}).ok()) << "training";
  }
  share.Report(StepFlops(network, batch), &state);
}

void Cases(benchmark::internal::Benchmark* bench) {
  bench->ArgNames({"width", "depth", "batch", "threads"})
      ->Unit(benchmark::kMicrosecond);
  for (const int64_t threads : {1, 2}) {
    for (const int64_t batch : {64, 256, 512}) {
      bench->Args({64, 3, batch, threads});
    }
    bench->Args({256, 3, 256, threads});
    bench->Args({512, 4, 256, threads});
  }
}
BENCHMARK_CAPTURE(TrainStep, kernels, Executor::kKernels)
    ->Name("TrainStep")
    ->Apply(Cases);
BENCHMARK_CAPTURE(TrainStep, libtorch, Executor::kLibtorch)
    ->Name("TrainStepLibtorch")
    ->Apply(Cases);

}  // namespace
}  // namespace flow::core

BENCHMARK_MAIN();
