#include "core/train/prediction_regression.h"

#include <cmath>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/full.h"
#include "ATen/ops/where.h"
#include "core/path/conversion.h"
#include "core/path/mixture_marginal.h"
#include "core/path/path_coefficients.h"
#include "core/tensor/random_tensor.h"
#include "core/train/regression_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr Prediction kKinds[] = {Prediction::kData, Prediction::kNoise,
                                 Prediction::kScore};

// f(x, t) = a x, with one parameter a.
class Linear : public Network {
 public:
  Parameters Initialize(Seed) const override {
    return {{"a", at::full({}, 0.0, at::kDouble)}};
  }
  at::Tensor Outputs(const Parameters& parameters,
                     const NetworkInput& input) const override {
    const auto& [x_bd, t_b, label_b, dropout] = input;
    return parameters[0].value * x_bd;
  }
};

at::Tensor Losses(const PathOptions& path, Prediction kind, double a,
                  const Batch& batch, TimeWeight weight = {}) {
  return PredictionRegression(path, kind, std::move(weight))
      .RowLosses(Linear(), {{"a", at::full({}, a, at::kDouble)}}, batch);
}

// The definition with x0 as the noise, row by row.
TEST(PredictionRegressionTest, IsTheDefinitionRowByRow) {
  const Batch batch = RandomBatch(6, 3);
  const PathOptions path = TrigonometricPathOptions{};
  const double a = 0.7;
  for (const Prediction kind : kKinds) {
    const at::Tensor losses = Losses(path, kind, a, batch);
    ASSERT_EQ(losses.sizes(), (at::IntArrayRef{6}));
    for (int64_t i = 0; i < 6; ++i) {
      const PathCoefficients c =
          CoefficientsAt(path, batch.t_b[i].item<double>());
      double sum = 0;
      for (int64_t d = 0; d < 3; ++d) {
        const double x0 = batch.x0_bd[i][d].item<double>();
        const double x1 = batch.x1_bd[i][d].item<double>();
        const double f = a * (c.source * x0 + c.target * x1);
        const double miss = kind == Prediction::kData    ? f - x1
                            : kind == Prediction::kNoise ? f - x0
                                                         : c.source * f + x0;
        sum += miss * miss;
      }
      EXPECT_NEAR(losses[i].item<double>(), sum / 3, 1e-12);
    }
  }
}

// With a tube the noise is (a x0 + c z) / sqrt(a^2 + c^2), of unit variance.
TEST(PredictionRegressionTest, ATubeIsPartOfTheNoise) {
  const Batch batch = RandomBatch(6, 3);
  const at::Tensor s = (1 - batch.t_b).unsqueeze(1);
  const at::Tensor e =
      (s * batch.x0_bd + 0.3 * batch.noise_bd) / (s.square() + 0.09).sqrt();
  EXPECT_TRUE(
      at::allclose(Losses(LinearPathOptions{0.3}, Prediction::kNoise, 0, batch),
                   e.square().mean(1), 1e-12, 1e-12));
}

TEST(PredictionRegressionTest, AWeightMultipliesTheRow) {
  const Batch batch = RandomBatch(6, 3);
  for (const Prediction kind : kKinds) {
    EXPECT_TRUE(at::allclose(
        Losses(VpPathOptions{}, kind, 0.5, batch,
               [](double t) { return 2 + t; }),
        (2 + batch.t_b) * Losses(VpPathOptions{}, kind, 0.5, batch), 1e-12,
        1e-12));
  }
}

// The oracle's answer to one question.
class Oracle : public Network {
 public:
  Oracle(PathOptions path, Prediction kind)
      : path_(path),
        kind_(kind),
        field_({{.mean = {0}}},
               {{.mean = {-2}, .std = 0.5},
                {.weight = 3, .mean = {1.5}, .std = 0.25}},
               path) {}
  Parameters Initialize(Seed) const override { return {}; }
  // the parameter is what is added to the truth
  at::Tensor Outputs(const Parameters& parameters,
                     const NetworkInput& input) const override {
    const auto& [x_bd, t_b, label_b, dropout] = input;
    return parameters[0].value * x_bd.sin() +
           Convert(Prediction::kVelocity, field_.Velocity(x_bd, t_b), kind_,
                   x_bd, SignalAndNoiseColumnsAt(path_, t_b));
  }

 private:
  PathOptions path_;
  Prediction kind_;
  MixtureMarginal field_;
};

// What the velocity of the oracle converts to is where the loss is least: the
// derivative of the mean loss along sin(x) there, 2 mean(w error sin), is zero.
// Its estimate from n rows has a standard error of s / sqrt(n), s the root mean
// square of what is averaged; five of them (6e-7 false alarms each, had the
// seed not been fixed).
TEST(PredictionRegressionTest, IsLeastAtWhatTheVelocityConvertsTo) {
  constexpr int64_t kPairs = 100000;
  Batch batch = RandomBatch(kPairs, 1);
  const at::Tensor first = UniformTensor(5, kPairs).unsqueeze(1).lt(0.25);
  batch.x1_bd =
      at::where(first, batch.x1_bd * 0.5 - 2, batch.x1_bd * 0.25 + 1.5);
  const double step = 1e-3;
  for (const PathOptions& path :
       {PathOptions(LinearPathOptions{}), PathOptions(LinearPathOptions{0.2}),
        PathOptions(VpPathOptions{})}) {
    for (const Prediction kind : kKinds) {
      const PredictionRegression objective(path, kind);
      const Oracle oracle(path, kind);
      const auto losses = [&](double add) {
        return objective.RowLosses(
            oracle, {{"add", at::full({}, add, at::kDouble)}}, batch);
      };
      // exact for a quadratic
      const at::Tensor slope = (losses(step) - losses(-step)) / (2 * step);
      const double allowed =
          5 * std::sqrt(slope.square().mean().item<double>() / kPairs);
      EXPECT_NEAR(slope.mean().item<double>(), 0, allowed)
          << path.index() << " " << static_cast<int>(kind);
    }
  }
}

// The last time of float32 before 1, where sigma is 2^-24.
TEST(PredictionRegressionTest, TheScaleOfAScoreIsThatOfTheTimeItself) {
  Batch batch = RandomBatch(3, 2);
  batch.t_b = at::full({3}, 1 - 0x1p-24, at::kDouble);
  const Regression problem =
      PredictionRegression(LinearPathOptions{}, Prediction::kScore)
          .ProblemOf(batch);
  EXPECT_TRUE(problem.scale_b.equal(at::full({3}, 0x1p-24, at::kDouble)));
  EXPECT_TRUE(problem.target_be.equal(-batch.x0_bd));
}

}  // namespace
}  // namespace flow::core
