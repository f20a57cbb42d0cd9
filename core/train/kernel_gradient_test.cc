#include "core/train/kernel_gradient.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ATen/Parallel.h"
#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/linalg_vector_norm.h"
#include "ATen/ops/ones_like.h"
#include "ATen/ops/zeros_like.h"
#include "core/base/status_testing.h"
#include "core/coupling/independent.h"
#include "core/distribution/standard_normal_testing.h"
#include "core/nn/mlp.h"
#include "core/tensor/random_tensor.h"
#include "core/train/autograd_gradient.h"
#include "core/train/batch_source.h"
#include "core/train/changed_batches_testing.h"
#include "core/train/local_gradient_source.h"
#include "core/train/prediction_regression.h"
#include "core/train/velocity_regression.h"
#include "core/train/velocity_score_regression.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// Pairs weigh about 1 and have the labels -1, 0, 1, 2 in turn.
void Weigh(Stretch* stretch) {
  Batch& batch = stretch->rows;
  batch.weight_b = UniformTensor(9, batch.t_b.size(0)) + 0.5;
  batch.label_b = at::arange(batch.t_b.size(0), at::kLong).remainder(4) - 1;
}

// A target of one column more than there are dimensions.
class Direction : public RegressionObjective {
 public:
  Regression ProblemOf(const Batch& batch) const override {
    const at::Tensor along = batch.x1_bd - batch.x0_bd;
    const at::Tensor one = at::ones_like(along.narrow(1, 0, 1));
    const at::Tensor slope = at::concat({along, one}, 1);
    return {.x_bd = batch.x0_bd + batch.t_b.unsqueeze(1) * along,
            .target_be = slope / slope.norm(2, 1, /*keepdim=*/true)};
  }
};

struct Case {
  std::string name;
  MlpOptions network;
  std::shared_ptr<const RegressionObjective> objective;
};

std::vector<Case> Cases() {
  const auto linear = PathOptions(LinearPathOptions{0.1});
  const auto velocity = std::make_shared<VelocityRegression>(linear);
  const auto weighted = std::make_shared<VelocityRegression>(
      linear, [](double t) { return 1 / (1.1 - t); });
  const auto score = std::make_shared<PredictionRegression>(
      LinearVpPathOptions{}, Prediction::kScore);
  MlpOptions mlp = {.dim = 3, .hidden = {64, 64, 64}};
  MlpOptions wide = {.dim = 3,
                     .hidden = {130, 20},
                     .activation = Activation::kGelu,
                     .time_embedding = SinusoidalTimeOptions{.dim = 6}};
  MlpOptions labelled = mlp, pair = mlp, fourier = mlp, points = mlp,
             field = mlp;
  labelled.classes = 3;
  pair.outputs = Outputs::kTwo;
  field.outputs = Outputs::kField;
  fourier.time_embedding = FourierTimeOptions{.dim = 16, .scale = 2};
  points.point_embedding = FourierPointsOptions{.dim = 12, .scale = 0.5};
  points.classes = 3;
  std::vector<Case> cases = {
      {"weighted", mlp, weighted},
      {"score", mlp, score},
      {"wide", wide, velocity},
      {"labelled", labelled, velocity},
      {"fourier", fourier, velocity},
      {"fourier_points", points, velocity},
      {"field", field, std::make_shared<Direction>()},
      {"pair", pair,
       std::make_shared<VelocityScoreRegression>(BrownianBridgePathOptions{})}};
  const std::pair<const char*, Activation> activations[] = {
      {"silu", Activation::kSilu}, {"selu", Activation::kSelu},
      {"relu", Activation::kRelu}, {"tanh", Activation::kTanh},
      {"gelu", Activation::kGelu}, {"softplus", Activation::kSoftplus},
      {"elu", Activation::kElu}};
  mlp.softplus_beta = 5;
  for (const auto& [name, activation] : activations) {
    mlp.activation = activation;
    cases.push_back({name, mlp, velocity});
  }
  return cases;
}

std::shared_ptr<const Batches> MakeBatches(int64_t size) {
  const auto pairs = std::make_shared<BatchSource>(
      StandardNormal(3), StandardNormal(3),
      std::make_shared<IndependentCoupling>(), BatchOptions{.size = size},
      /*seed=*/5);
  return std::make_shared<ChangedBatches>(pairs, Weigh);
}

TEST(KernelGradientTest, AgreesWithAutograd) {
  at::set_num_threads(1);
  ThreadPool pool(2, [] { at::set_num_threads(1); });
  for (const Case& c : Cases()) {
    // Of 58 000 values before a ReLU one lies within rounding of 0, where the
    // gradient jumps; few values keep away from it.
    const bool jumps = c.network.activation == Activation::kRelu;
    for (const int64_t size :
         std::initializer_list<int64_t>{1, jumps ? 10 : 300}) {
      const auto network = std::make_shared<Mlp>(c.network);
      const FlatParameters parameters = Flatten(network->Initialize(3));
      LocalGradientSource reference(
          std::make_unique<AutogradGradient>(network, c.objective),
          MakeBatches(size), &pool);
      LocalGradientSource kernel(
          std::make_unique<KernelGradient>(c.network, c.objective),
          MakeBatches(size), &pool);
      for (const int64_t step : {0, 1}) {
        ASSERT_OK_AND_ASSIGN(const Gradient expected,
                             reference.Get(step, parameters));
        ASSERT_OK_AND_ASSIGN(const Gradient gradient,
                             kernel.Get(step, parameters));
        const double size_of =
            at::linalg_vector_norm(expected.flat).item<double>();
        const double error =
            at::linalg_vector_norm(gradient.flat - expected.flat)
                .item<double>();
        EXPECT_LT(error, 3e-6 * size_of) << c.name << ", step " << step;
        EXPECT_NEAR(gradient.loss, expected.loss, 3e-6 * expected.loss)
            << c.name;
      }
    }
  }
}

TEST(KernelGradientTest, HasTheSameBitsForAnyNumberOfThreads) {
  const Case c = Cases()[0];
  const FlatParameters parameters = Flatten(Mlp(c.network).Initialize(3));
  ThreadPool one(1), two(2), eight(8);
  std::vector<Gradient> gradients;
  for (ThreadPool* pool : {&one, &two, &eight}) {
    LocalGradientSource source(
        std::make_unique<KernelGradient>(c.network, c.objective),
        MakeBatches(300), pool);
    ASSERT_OK_AND_ASSIGN(const Gradient gradient, source.Get(4, parameters));
    gradients.push_back(gradient);
  }
  for (const Gradient& g : gradients) {
    EXPECT_TRUE(g.flat.equal(gradients[0].flat));
    EXPECT_EQ(g.loss, gradients[0].loss);
  }
}

// The batch of a step as a stretch of its own.
class One : public Batches {
 public:
  explicit One(Batch batch) : batch_(std::move(batch)) {}
  absl::StatusOr<Stretch> GetStretch(int64_t step) const override {
    return Stretch{step, 1, batch_};
  }

 private:
  Batch batch_;
};

// Whatever the network and the loss, weights of rows included: against the
// gradients of autograd, one record at a time. Half of the records are longer
// than the bound.
TEST(KernelGradientTest, BoundsTheGradientOfEachRecord) {
  at::set_num_threads(1);
  ThreadPool pool(1);
  for (const Case& c : Cases()) {
    if (c.network.activation == Activation::kRelu) continue;
    const auto network = std::make_shared<Mlp>(c.network);
    const FlatParameters parameters = Flatten(network->Initialize(3));
    for (const int64_t rows : {1, 4}) {
      const int64_t records = 24 / rows;
      const Batch batch = MakeBatches(24)->Get(0).value();
      std::vector<at::Tensor> of_record;
      std::vector<double> norms;
      for (int64_t b = 0; b < records; ++b) {
        LocalGradientSource alone(
            std::make_unique<AutogradGradient>(network, c.objective),
            std::make_shared<One>(Rows(batch, b * rows, (b + 1) * rows)),
            &pool);
        ASSERT_OK_AND_ASSIGN(const Gradient g, alone.Get(0, parameters));
        of_record.push_back(g.flat.clone());
        norms.push_back(at::linalg_vector_norm(g.flat).item<double>());
      }
      std::vector<double> sorted = norms;
      std::sort(sorted.begin(), sorted.end());
      const double norm = sorted[records / 2];
      at::Tensor expected = at::zeros_like(of_record[0]);
      for (int64_t b = 0; b < records; ++b) {
        expected += of_record[b] * (std::min(1.0, norm / norms[b]) / records);
      }
      LocalGradientSource kernel(
          std::make_unique<KernelGradient>(
              c.network, c.objective, RecordBound{.norm = norm, .rows = rows}),
          std::make_shared<One>(batch), &pool);
      ASSERT_OK_AND_ASSIGN(const Gradient gradient, kernel.Get(0, parameters));
      EXPECT_LT(at::linalg_vector_norm(gradient.flat - expected).item<double>(),
                1e-5 * at::linalg_vector_norm(expected).item<double>())
          << c.name << ", " << rows;
    }
  }
}

}  // namespace
}  // namespace flow::core
