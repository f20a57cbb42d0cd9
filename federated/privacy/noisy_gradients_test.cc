#include "federated/privacy/noisy_gradients.h"

#include <cmath>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "ATen/Parallel.h"
#include "ATen/TensorOperators.h"
#include "ATen/ops/linalg_vector_norm.h"
#include "ATen/ops/zeros_like.h"
#include "core/base/status_testing.h"
#include "core/coupling/independent.h"
#include "core/distribution/finite_set.h"
#include "core/distribution/gaussian.h"
#include "core/nn/mlp.h"
#include "core/tensor/random_tensor.h"
#include "core/train/autograd_gradient.h"
#include "core/train/batch_source.h"
#include "core/train/local_gradient_source.h"
#include "core/train/make_batch_gradient.h"
#include "core/train/make_objective.h"
#include "federated/privacy/client_noise.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

constexpr int64_t kBatch = 24, kTimes = 3;
constexpr Seed kSeed = 5;
const core::MlpOptions kMlp = {.dim = 2, .hidden = {20, 12}};

double Norm(const at::Tensor& x) {
  return at::linalg_vector_norm(x).item<double>();
}

std::shared_ptr<const core::RegressionObjective> Objective() {
  return core::MakeObjective(core::LinearPathOptions{0.1},
                             core::Prediction::kVelocity,
                             core::ConstantWeightOptions{});
}

// 60 points, each with three times and noises in a batch.
std::shared_ptr<const core::Batches> MakeBatches() {
  auto source = core::Gaussian::Create({0, 0}, 1);
  return std::make_shared<core::BatchSource>(
      *std::move(source),
      std::make_shared<core::FiniteSet>(
          core::Points{core::NormalTensor(2, 60, 2), {}}, 0),
      std::make_shared<core::IndependentCoupling>(),
      core::BatchOptions{.size = kBatch,
                         .times_per_pair = kTimes,
                         .draws = core::Draws::kDistinctInStep},
      7);
}

// A batch of one step.
class One : public core::Batches {
 public:
  explicit One(core::Batch batch) : batch_(std::move(batch)) {}
  absl::StatusOr<core::Stretch> GetStretch(int64_t step) const override {
    return core::Stretch{step, 1, batch_};
  }

 private:
  core::Batch batch_;
};

class NoisyGradientsTest : public testing::Test {
 protected:
  NoisyGradientsTest() { at::set_num_threads(1); }

  at::Tensor Released(const RecordLevelOptions& options, int64_t step) {
    NoisyGradients gradients(Bounded(BoundOf(options, kTimes)),
                             RecordNoiseStd(options, kBatch), kSeed);
    return gradients.Get(step, parameters_)->flat.clone();
  }
  std::shared_ptr<core::GradientSource> Bounded(
      const std::optional<core::RecordBound>& bound) {
    return std::make_shared<core::LocalGradientSource>(
        core::MakeBatchGradient(kMlp, Objective(), bound), MakeBatches(),
        &pool_);
  }
  // The gradient of each record by autograd, one at a time.
  std::vector<at::Tensor> OfRecords(int64_t step) {
    const core::Batch batch = MakeBatches()->Get(step).value();
    std::vector<at::Tensor> records;
    for (int64_t b = 0; b < kBatch; ++b) {
      core::LocalGradientSource alone(
          std::make_unique<core::AutogradGradient>(
              std::make_shared<core::Mlp>(kMlp), Objective()),
          std::make_shared<One>(
              core::Rows(batch, b * kTimes, (b + 1) * kTimes)),
          &pool_);
      records.push_back(
          alone.Get(0, parameters_)->flat.to(at::kDouble).clone());
    }
    return records;
  }
  at::Tensor Noise(const RecordLevelOptions& options, int64_t step) {
    return WithNoise(at::zeros_like(parameters_.flat),
                     RecordNoiseStd(options, kBatch),
                     RecordNoiseSeed(kSeed, step, parameters_.flat));
  }

  ThreadPool pool_{1};
  const core::FlatParameters parameters_ =
      core::Flatten(core::Mlp(kMlp).Initialize(3));
};

// By float32's rounding: some 1e-6 of the length, as of the kernels at all.
TEST_F(NoisyGradientsTest, IsTheMeanOfClippedRecordsPlusItsNoise) {
  for (const int64_t step : {0, 1, 40}) {
    const std::vector<at::Tensor> records = OfRecords(step);
    for (const double clip : {0.05, 0.5, 1.0}) {
      at::Tensor mean = at::zeros_like(records[0]);
      int64_t clipped = 0;
      for (const at::Tensor& g : records) {
        mean += g * std::min(1.0, clip / Norm(g)) / kBatch;
        clipped += Norm(g) > clip;
      }
      // some are longer than the bound, and under the wide one not all
      EXPECT_GT(clipped, 0);
      EXPECT_TRUE(clip < 1 || clipped < kBatch);
      const RecordLevelOptions options = {.clip = clip,
                                          .noise_multiplier = 0.8};
      const at::Tensor rest = Released(options, step) - Noise(options, step);
      EXPECT_LT(Norm(rest - mean), 5e-6 * Norm(mean) + 1e-6 * clip) << clip;
    }
  }
}

TEST_F(NoisyGradientsTest, WithoutABoundIsTheGradientOfTheBatch) {
  const RecordLevelOptions options = {.clip = 1e6, .noise_multiplier = 1e-9};
  const at::Tensor plain = Bounded(std::nullopt)->Get(3, parameters_)->flat;
  const at::Tensor rest = Released(options, 3) - Noise(options, 3);
  EXPECT_LT(Norm(rest - plain), 1e-5 * Norm(plain));
}

// Over P = 358 coordinates and 60 steps the mean square of the noise, in units
// of its variance, is that of 21480 squares of normals: it scatters by
// sqrt(2 / 21480) = 0.0097, and the mean by 0.0069. Five of them fail once in a
// million.
TEST_F(NoisyGradientsTest, TheNoiseIsThatOfTheSumOverTheBatch) {
  const RecordLevelOptions options = {.clip = 0.3, .noise_multiplier = 1.7};
  const auto bounded = Bounded(BoundOf(options, kTimes));
  double sum = 0, squares = 0;
  int64_t count = 0;
  for (int64_t step = 0; step < 60; ++step) {
    const at::Tensor z =
        ((Released(options, step) - bounded->Get(step, parameters_)->flat)
             .to(at::kDouble)) *
        kBatch / (1.7 * 0.3);
    sum += z.sum().item<double>();
    squares += (z * z).sum().item<double>();
    count += z.numel();
  }
  EXPECT_EQ(count, 60 * 358);
  EXPECT_NEAR(sum / count, 0, 5 * 0.0069);
  EXPECT_NEAR(squares / count, 1, 5 * 0.0097);
}

TEST_F(NoisyGradientsTest, StepsAndSeedsHaveNoiseOfTheirOwn) {
  const RecordLevelOptions options;
  EXPECT_TRUE(Released(options, 2).equal(Released(options, 2)));
  EXPECT_FALSE(Noise(options, 2).equal(Noise(options, 3)));
  NoisyGradients other(Bounded(BoundOf(options, kTimes)),
                       RecordNoiseStd(options, kBatch), kSeed + 1);
  EXPECT_FALSE(other.Get(2, parameters_)->flat.equal(Released(options, 2)));
}

// A change of any weight in its last bit.
TEST_F(NoisyGradientsTest, OtherWeightsHaveOtherNoise) {
  const at::Tensor& weights = parameters_.flat;
  std::set<Seed> seeds = {RecordNoiseSeed(kSeed, 2, weights)};
  for (int64_t i = 0; i < weights.numel(); ++i) {
    at::Tensor other = weights.clone();
    float& weight = other.mutable_data_ptr<float>()[i];
    weight = std::nextafter(weight, 1e9f);
    seeds.insert(RecordNoiseSeed(kSeed, 2, other));
  }
  EXPECT_EQ(seeds.size(), 1 + weights.numel());
}

}  // namespace
}  // namespace flow::federated
