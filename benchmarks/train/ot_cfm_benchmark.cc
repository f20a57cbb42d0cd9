// Training of OT-CFM, as a run of 20 000 steps does it at every step: from
// noise to eight Gaussians, 512 pairs coupled exactly, three layers of 64. Made
// ahead on a thread of its own where there are two, as `flow run` does.

#include <benchmark/benchmark.h>

#include <memory>
#include <utility>

#include "ATen/Parallel.h"
#include "benchmarks/law.h"
#include "core/base/check.h"
#include "core/base/thread_pool.h"
#include "core/coupling/minibatch_ot.h"
#include "core/nn/make_network.h"
#include "core/train/batch_source.h"
#include "core/train/local_gradient_source.h"
#include "core/train/make_batch_gradient.h"
#include "core/train/make_objective.h"
#include "core/train/prefetched_batches.h"
#include "core/train/trainer.h"

namespace flow::core {
namespace {

using benchmarks::MakeLaw;

constexpr int64_t kSteps = 200;

std::shared_ptr<const Batches> MakeBatches(int64_t batch, bool ahead) {
  auto batches = std::make_shared<BatchSource>(
      MakeLaw(datasets::GaussianOptions{.dim = 2}),
      MakeLaw(datasets::EightGaussiansOptions{}),
      std::make_shared<MinibatchOt>(MinibatchOtOptions()),
      BatchOptions{.size = batch}, /*seed=*/1);
  if (!ahead) return batches;
  return std::make_shared<PrefetchedBatches>(std::move(batches), kSteps,
                                             /*threads=*/1);
}

void OtCfm(benchmark::State& state) {
  const NetworkOptions network = MlpOptions{
      .dim = 2, .hidden = {64, 64, 64}, .activation = Activation::kSelu};
  const int64_t batch = state.range(0);
  const int threads = static_cast<int>(state.range(1));
  at::set_num_threads(1);
  ThreadPool pool(threads, [] { at::set_num_threads(1); });
  TrainOptions options;
  options.steps = options.log_every = kSteps;
  options.optimizer = AdamOptions{};
  while (state.KeepRunningBatch(kSteps)) {
    Trainer trainer(
        options, MakeNetwork(network)->Initialize(2),
        std::make_shared<LocalGradientSource>(
            MakeBatchGradient(network, MakeObjective(LinearPathOptions{0.1},
                                                     Prediction::kVelocity,
                                                     ConstantWeightOptions{})),
            MakeBatches(batch, threads > 1), &pool),
        &pool);
    FLOW_CHECK(trainer.Run({}).ok()) << "training";
  }
}
BENCHMARK(OtCfm)
    ->ArgNames({"batch", "threads"})
    ->Args({512, 1})
    ->Args({512, 2})
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace flow::core

BENCHMARK_MAIN();
