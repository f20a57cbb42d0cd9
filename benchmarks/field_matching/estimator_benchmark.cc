// What averaging the velocity over K pairs does to the gradient of a training
// step, and what it costs: noise to four Gaussians at the distance 4 from the
// origin in D dimensions, a batch of 256, three layers of 128, at weights of
// 2000 steps. Of a linear path, by pairs given both ends with noise of
// deviation 0.5 and given the target with the noise integrated out.
//
// `variance` is the trace of the covariance of the gradient over batches, that
// of one pair being 1; over 400 batches it is known to about a tenth.
// `effective` is the mean number of pairs that have a share in a target.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "ATen/Parallel.h"
#include "ATen/TensorOperators.h"
#include "ATen/ops/zeros_like.h"
#include "benchmarks/law.h"
#include "core/base/check.h"
#include "core/base/thread_pool.h"
#include "core/coupling/independent.h"
#include "core/nn/make_network.h"
#include "core/train/batch_source.h"
#include "core/train/given_regression.h"
#include "core/train/local_gradient_source.h"
#include "core/train/make_batch_gradient.h"
#include "core/train/trainer.h"
#include "field_matching/field_batches.h"

namespace flow::field_matching {
namespace {

using benchmarks::MakeLaw;

constexpr int64_t kBatch = 256;
constexpr int64_t kTrained = 2000;
constexpr int64_t kBatches = 400;

core::NetworkOptions Network(int64_t dim) {
  return core::MlpOptions{.dim = dim, .hidden = {128, 128, 128}};
}

// Means at +4 and -4 on the first two axes.
datasets::GaussianMixtureOptions FourGaussians(int64_t dim) {
  datasets::GaussianMixtureOptions mixture;
  for (const int64_t axis : {0, 1}) {
    for (const double sign : {-1.0, 1.0}) {
      std::vector<double> mean(dim);
      mean[axis] = 4 * sign;
      mixture.components.push_back({1, std::move(mean), 0.5});
    }
  }
  return mixture;
}

FieldBatches BatchesOf(int64_t dim, Given given, int64_t pairs, Seed seed) {
  const double sigma = given == Given::kPair ? 0.5 : 0;
  const FieldOptions options = {
      .field = PairFieldOptions{core::LinearPathOptions{sigma}, given, pairs},
      .regressed = Regressed::kVelocity};
  const auto source = std::make_shared<core::BatchSource>(
      MakeLaw(datasets::GaussianOptions{.dim = dim}),
      MakeLaw(FourGaussians(dim)),
      std::make_shared<core::IndependentCoupling>(),
      core::BatchOptions{.size = RowsOfStep(options, kBatch), .stretch = 1},
      seed);
  return FieldBatches(source, options, kBatch, Box{}, seed);
}

// Weights that have learnt most of what there is.
const core::FlatParameters& Trained(int64_t dim, ThreadPool* pool) {
  static auto& known = *new std::map<int64_t, core::FlatParameters>();
  if (const auto found = known.find(dim); found != known.end()) {
    return found->second;
  }
  core::TrainOptions options;
  options.steps = options.log_every = kTrained;
  options.optimizer = core::AdamOptions{};
  core::Trainer trainer(
      options, core::MakeNetwork(Network(dim))->Initialize(2),
      std::make_shared<core::LocalGradientSource>(
          core::MakeBatchGradient(Network(dim),
                                  std::make_shared<core::GivenRegression>()),
          std::make_shared<FieldBatches>(
              BatchesOf(dim, Given::kTarget, 64, /*seed=*/1)),
          pool),
      pool);
  FLOW_CHECK(trainer.Run({}).ok()) << "training";
  return known[dim] = core::Flatten(trainer.weights());
}

// The spread of the gradients of the batches that it has seen.
class Spread {
 public:
  Spread(int64_t dim, Given given, int64_t pairs, ThreadPool* pool)
      : batches_(BatchesOf(dim, given, pairs, /*seed=*/7)),
        parameters_(Trained(dim, pool)),
        gradient_(core::MakeBatchGradient(
            Network(dim), std::make_shared<core::GivenRegression>())),
        sum_(at::zeros_like(parameters_.flat, at::kDouble)),
        pool_(pool) {}

  void AddBatch() {
    auto stretch = batches_.GetStretch(seen_);
    FLOW_CHECK(stretch.ok()) << "independent pairs";
    effective_ += stretch->rows.coupling.effective_pairs;
    const at::Tensor g = gradient_
                             ->Compute(gradient_->Prepare(*std::move(stretch)),
                                       seen_, parameters_, pool_)
                             .flat.to(at::kDouble);
    sum_ += g;
    squares_ += g.square().sum().item<double>();
    ++seen_;
  }

  // The trace of the covariance.
  double Variance() const {
    const double n = static_cast<double>(seen_);
    return (squares_ - sum_.square().sum().item<double>() / n) / (n - 1);
  }
  double EffectivePairs() const {
    return effective_ / static_cast<double>(seen_);
  }

 private:
  FieldBatches batches_;
  const core::FlatParameters& parameters_;
  std::unique_ptr<core::BatchGradient> gradient_;
  at::Tensor sum_;
  ThreadPool* pool_;
  double squares_ = 0, effective_ = 0;
  int64_t seen_ = 0;
};

double VarianceOfOne(int64_t dim, Given given, ThreadPool* pool) {
  static auto& known = *new std::map<std::pair<int64_t, Given>, double>();
  const auto [at, is_new] = known.try_emplace({dim, given});
  if (is_new) {
    Spread spread(dim, given, 1, pool);
    for (int64_t i = 0; i < kBatches; ++i) spread.AddBatch();
    at->second = spread.Variance();
  }
  return at->second;
}

void Estimator(benchmark::State& state) {
  const int64_t dim = state.range(0), pairs = state.range(2);
  const Given given = state.range(1) == 1 ? Given::kTarget : Given::kPair;
  at::set_num_threads(1);
  ThreadPool pool(1, [] { at::set_num_threads(1); });
  const double of_one = VarianceOfOne(dim, given, &pool);
  Spread spread(dim, given, pairs, &pool);
  for (auto _ : state) spread.AddBatch();
  state.counters["variance"] = spread.Variance() / of_one;
  state.counters["effective"] = spread.EffectivePairs();
}
BENCHMARK(Estimator)
    ->ArgNames({"dim", "given_target", "pairs"})
    ->ArgsProduct({{2, 16, 64}, {0, 1}, {1, 8, 64, 256}})
    ->Iterations(kBatches)
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace flow::field_matching

BENCHMARK_MAIN();
