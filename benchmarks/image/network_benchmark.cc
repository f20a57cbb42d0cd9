// A training step of a network of images on the CPU: what the flow asks of it,
// forward and backward, by the trainer's own gradients. Random images.

#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <utility>

#include "ATen/Parallel.h"
#include "benchmarks/image/image_networks.h"
#include "benchmarks/law.h"
#include "core/base/check.h"
#include "core/base/thread_pool.h"
#include "core/coupling/independent.h"
#include "core/nn/make_network.h"
#include "core/train/batch_source.h"
#include "core/train/local_gradient_source.h"
#include "core/train/make_batch_gradient.h"
#include "core/train/make_objective.h"
#include "core/train/trainer.h"

namespace flow::core {
namespace {

void TrainStep(benchmark::State& state, const std::string& name) {
  const auto network = benchmarks::ImageNetwork(name);
  FLOW_CHECK(network.ok()) << name;
  const int64_t dim = std::get<UNetOptions>(*network).image.numbers();
  const int64_t batch = state.range(0);
  at::set_num_threads(1);
  ThreadPool pool(static_cast<int>(state.range(1)),
                  [] { at::set_num_threads(1); });
  const auto law = benchmarks::MakeLaw(datasets::GaussianOptions{.dim = dim});
  auto gradients = std::make_shared<LocalGradientSource>(
      MakeBatchGradient(
          *network, MakeObjective(LinearPathOptions{}, Prediction::kVelocity,
                                  ConstantWeightOptions{})),
      std::make_shared<BatchSource>(
          law, law, std::make_shared<IndependentCoupling>(),
          BatchOptions{.size = batch, .noise = false}, /*seed=*/1),
      &pool);
  constexpr int64_t kSteps = 2;
  TrainOptions options;
  options.steps = options.log_every = kSteps;
  options.optimizer = AdamOptions{};
  const Parameters start = MakeNetwork(*network)->Initialize(2);
  while (state.KeepRunningBatch(kSteps)) {
    Trainer trainer(options, start, gradients, &pool);
    FLOW_CHECK(trainer.Run({}).ok()) << "training";
  }
}

BENCHMARK_CAPTURE(TrainStep, unet_cifar10, "unet_cifar10")
    ->ArgNames({"batch", "threads"})
    ->Args({16, 1})
    ->Args({32, 2})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace flow::core

BENCHMARK_MAIN();
