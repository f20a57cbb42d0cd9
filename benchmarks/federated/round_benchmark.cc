// A round of a federation on the digits beside the gradients alone that it is
// made of: a fifth of the clients asked, five local steps of 32 pairs each, two
// layers of 256. The ratio of the two at the same number of clients is what the
// simulation costs.

#include <benchmark/benchmark.h>

#include <memory>
#include <utility>
#include <vector>

#include "ATen/Parallel.h"
#include "benchmarks/law.h"
#include "core/base/check.h"
#include "core/coupling/independent.h"
#include "core/nn/mlp.h"
#include "core/train/batch_source.h"
#include "core/train/local_gradient_source.h"
#include "core/train/make_batch_gradient.h"
#include "core/train/make_objective.h"
#include "core/train/optimizer.h"
#include "federated/clients/target_division.h"
#include "federated/rounds/client_gradients.h"
#include "federated/rounds/federated_training.h"
#include "federated/rounds/local_clients.h"

namespace flow::federated {
namespace {

using benchmarks::MakeLaw;

constexpr int64_t kSteps = 5;
constexpr double kFraction = 0.2;
const core::MlpOptions kMlp = {.dim = 64, .hidden = {256, 256}};

std::unique_ptr<core::BatchGradient> MakeGradient() {
  return core::MakeBatchGradient(
      kMlp, core::MakeObjective(core::LinearPathOptions{},
                                core::Prediction::kVelocity,
                                core::ConstantWeightOptions{}));
}

std::shared_ptr<const core::Batches> BatchesOf(
    std::shared_ptr<const core::Distribution> target, Seed seed) {
  return std::make_shared<core::BatchSource>(
      MakeLaw(datasets::GaussianOptions{.dim = 64}), std::move(target),
      std::make_shared<core::IndependentCoupling>(),
      core::BatchOptions{.size = 32, .noise = false, .stretch = kSteps}, seed);
}

std::vector<Client> MakeClients(int64_t count) {
  auto division = TargetDivision::Create(
      Iid{}, count, MakeLaw(datasets::DigitsOptions{}), /*seed=*/1);
  FLOW_CHECK(division.ok()) << "digits for everybody";
  const auto workshop = std::make_shared<GradientWorkshop>(MakeGradient);
  std::vector<Client> clients;
  for (int64_t i = 0; i < count; ++i) {
    clients.push_back({std::make_shared<ClientGradients>(
                           BatchesOf(division->laws()[i], i), workshop),
                       division->shares()[i]});
  }
  return clients;
}

// Of all clients in all the rounds that the benchmark measures.
void CountGradients(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * kSteps *
                          ClientsAsked(kFraction, state.range(0)));
}

void Round(benchmark::State& state) {
  at::set_num_threads(1);
  ThreadPool pool(1);
  FederationOptions options;
  options.clients = state.range(0);
  options.participation.fraction = kFraction;
  options.aggregation.rule = FedAvgOptions{};
  options.local = {kSteps, core::SgdOptions{.learning_rate = 0.05}};
  core::TrainOptions train;
  const core::FlatParameters weights =
      core::Flatten(core::Mlp(kMlp).Initialize(2));
  const auto training = FederatedTraining::Create(
      options, train,
      {.clients = std::make_unique<LocalClients>(
           options, train, MakeClients(options.clients), weights.named,
           /*seed=*/4, &pool),
       .initial = weights.named,
       .seed = 3,
       .pool = &pool});
  FLOW_CHECK(training.ok()) << "a federation without links";
  int64_t round = 0;
  for (auto _ : state) {
    FLOW_CHECK((*training)->Step(round++, {.weights = weights}).ok())
        << "a round";
  }
  CountGradients(state);
}

// As many gradients of one process, and, `and_steps`, the steps along them.
void Alone(benchmark::State& state, bool and_steps) {
  at::set_num_threads(1);
  ThreadPool pool(1);
  const core::FlatParameters weights =
      core::Flatten(core::Mlp(kMlp).Initialize(2));
  core::LocalGradientSource source(
      MakeGradient(), BatchesOf(MakeLaw(datasets::DigitsOptions{}), 1), &pool);
  const auto optimizer = core::MakeOptimizer(
      core::SgdOptions{.learning_rate = 0.05}, weights.flat.numel());
  int64_t step = 0;
  for (auto _ : state) {
    for (int64_t i = 0; i < kSteps * ClientsAsked(kFraction, state.range(0));
         ++i) {
      const auto gradient = source.Get(step++, weights);
      FLOW_CHECK(gradient.ok()) << "a gradient";
      if (!and_steps) continue;
      optimizer->Step({.weights = weights.flat, .gradient = gradient->flat},
                      &pool);
    }
  }
  CountGradients(state);
}

void GradientsAlone(benchmark::State& state) { Alone(state, false); }
void StepsAlone(benchmark::State& state) { Alone(state, true); }

BENCHMARK(Round)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(GradientsAlone)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(StepsAlone)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace flow::federated

BENCHMARK_MAIN();
