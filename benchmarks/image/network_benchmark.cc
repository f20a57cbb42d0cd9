// A training step of a network of images on the CPU: what the flow asks of it,
// forward and backward, by the trainer's own gradients. Random images.

#include <benchmark/benchmark.h>

#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "ATen/Parallel.h"
#include "absl/status/status.h"
#include "benchmarks/image/image_networks.h"
#include "benchmarks/law.h"
#include "core/base/check.h"
#include "core/base/keep_freed_memory.h"
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
  const auto found = benchmarks::ImageNetwork(name);
  FLOW_CHECK(found.ok()) << name;
  UNetOptions network = std::get<UNetOptions>(*found);
  network.dropout = static_cast<double>(state.range(0)) / 100;
  const int64_t dim = network.image.numbers();
  const int64_t batch = state.range(1);
  KeepFreedMemory();  // as flow does
  at::set_num_threads(1);
  ThreadPool pool(static_cast<int>(state.range(2)),
                  [] { at::set_num_threads(1); });
  const auto law = benchmarks::MakeLaw(datasets::GaussianOptions{.dim = dim});
  auto gradients = std::make_shared<LocalGradientSource>(
      MakeBatchGradient(
          network, MakeObjective(LinearPathOptions{}, Prediction::kVelocity,
                                 ConstantWeightOptions{})),
      std::make_shared<BatchSource>(
          law, law, std::make_shared<IndependentCoupling>(),
          BatchOptions{.size = batch, .noise = false}, /*seed=*/1),
      &pool);
  TrainOptions options;
  options.steps = std::numeric_limits<int64_t>::max();
  options.log_every = 1;
  options.optimizer = AdamOptions{};
  Trainer trainer(options, MakeNetwork(network)->Initialize(2), gradients,
                  &pool);
  // the clock starts after a first step, which finds memory and has
  // convolutions compiled
  const absl::Status ended = trainer.Run({.on_log = [&](const TrainLog&) {
    return state.KeepRunning() ? absl::OkStatus() : absl::CancelledError();
  }});
  FLOW_CHECK(absl::IsCancelled(ended)) << ended;
}

BENCHMARK_CAPTURE(TrainStep, unet_cifar10, "unet_cifar10")
    ->ArgNames({"dropout_percent", "batch", "threads"})
    ->Args({0, 16, 1})
    ->Args({10, 16, 1})
    ->Args({0, 32, 2})
    ->Args({10, 32, 2})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace flow::core

BENCHMARK_MAIN();
