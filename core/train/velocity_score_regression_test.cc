#include "core/train/velocity_score_regression.h"

#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/full.h"
#include "ATen/ops/where.h"
#include "core/path/mixture_marginal.h"
#include "core/path/normal_part.h"
#include "core/path/path_coefficients.h"
#include "core/path/path_columns.h"
#include "core/tensor/random_tensor.h"
#include "core/train/regression_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// Rows of both outputs.
using Function =
    std::function<at::Tensor(const at::Tensor& x_bd, const at::Tensor& t_b)>;

// A function plus a times (sin x, cos x), with the one parameter a.
class Near : public Network {
 public:
  explicit Near(Function function) : function_(std::move(function)) {}
  Parameters Initialize(Seed) const override { return {}; }
  at::Tensor Outputs(const Parameters& parameters,
                     const NetworkInput& input) const override {
    const auto& [x_bd, t_b, label_b, dropout] = input;
    return function_(x_bd, t_b) +
           parameters[0].value * at::concat({x_bd.sin(), x_bd.cos()}, 1);
  }

 private:
  Function function_;
};

at::Tensor Losses(const VelocityScoreRegression& objective,
                  const Function& function, double a, const Batch& batch) {
  return objective.RowLosses(Near(function),
                             {{"a", at::full({}, a, at::kDouble)}}, batch);
}

at::Tensor Twice(const at::Tensor& x_bd, const at::Tensor&) {
  return at::concat({x_bd, 2 * x_bd}, 1);
}

TEST(VelocityScoreRegressionTest, IsTheDefinitionRowByRow) {
  const Batch batch = RandomBatch(6, 3);
  for (const PathOptions& path : {PathOptions(BrownianBridgePathOptions{0.7}),
                                  PathOptions(TrigonometricPathOptions{})}) {
    const bool own =
        path.index() != PathOptions(TrigonometricPathOptions{}).index();
    const at::Tensor losses =
        Losses(VelocityScoreRegression(path), Twice, 0, batch);
    ASSERT_EQ(losses.sizes(), (at::IntArrayRef{6}));
    for (int64_t i = 0; i < 6; ++i) {
      const PathCoefficients c =
          CoefficientsAt(path, batch.t_b[i].item<double>());
      double sum = 0;
      for (int64_t d = 0; d < 3; ++d) {
        const double x0 = batch.x0_bd[i][d].item<double>();
        const double x1 = batch.x1_bd[i][d].item<double>();
        const double z = batch.noise_bd[i][d].item<double>();
        const double x = c.source * x0 + c.target * x1 + c.noise * z;
        const double u =
            c.source_rate * x0 + c.target_rate * x1 + c.noise_rate * z;
        const double e = own ? z : x0;
        sum += (x - u) * (x - u) + (2 * x + e) * (2 * x + e);
      }
      EXPECT_NEAR(losses[i].item<double>(), sum / 6, 1e-12);
    }
  }
}

TEST(VelocityScoreRegressionTest, AWeightMultipliesTheRow) {
  const Batch batch = RandomBatch(6, 3);
  const PathOptions path = LinearPathOptions{0.3};
  const VelocityScoreRegression weighted(path, [](double t) { return 2 + t; });
  EXPECT_TRUE(at::allclose(
      Losses(weighted, Twice, 0, batch),
      (2 + batch.t_b) * Losses(VelocityScoreRegression(path), Twice, 0, batch),
      1e-12, 1e-12));
}

// The derivative of the mean loss along (sin x, cos x) is zero at `truth`. Its
// estimate from n rows has a standard error of s / sqrt(n), s the root mean
// square of what is averaged; five of them (6e-7 false alarms each, had the
// seeds not been fixed).
void ExpectLeastAt(const Function& truth, const PathOptions& path,
                   const Batch& batch) {
  const VelocityScoreRegression objective(path);
  const double step = 1e-3, n = batch.t_b.size(0);
  // exact for a quadratic
  const at::Tensor slope = (Losses(objective, truth, step, batch) -
                            Losses(objective, truth, -step, batch)) /
                           (2 * step);
  EXPECT_NEAR(slope.mean().item<double>(), 0,
              5 * slope.square().mean().sqrt().item<double>() / std::sqrt(n))
      << path.index();
}

Function TruthOf(const MixtureMarginal& marginal, const PathOptions& path) {
  return [=](const at::Tensor& x_bd, const at::Tensor& t_b) {
    const at::Tensor n_b1 = ColumnsAt(t_b, 1, [&](double t, double* n) {
      *n = NormalPartAt(path, t).noise;
    })[0];
    return at::concat(
        {marginal.Velocity(x_bd, t_b), n_b1 * marginal.Score(x_bd, t_b)}, 1);
  };
}

constexpr int64_t kPairs = 100000;

// Of a law with two components at -2 and 1.5, from standard normal rows.
at::Tensor TwoHills(const at::Tensor& normal, Seed seed) {
  const at::Tensor first = UniformTensor(seed, kPairs).unsqueeze(1).lt(0.25);
  return at::where(first, normal * 0.5 - 2, normal * 0.25 + 1.5);
}

TEST(VelocityScoreRegressionTest, IsLeastAtTheMarginalVelocityAndScore) {
  const std::vector<GaussianComponent> hills = {
      {.mean = {-2}, .std = 0.5}, {.weight = 3, .mean = {1.5}, .std = 0.25}};
  Batch batch = RandomBatch(kPairs, 1);
  batch.x1_bd = TwoHills(batch.x1_bd, 5);
  for (const PathOptions& path :
       {PathOptions(LinearPathOptions{}), PathOptions(VpPathOptions{})}) {
    ExpectLeastAt(TruthOf(MixtureMarginal({{.mean = {0}}}, hills, path), path),
                  path, batch);
  }
  // with a noise of its own from any source
  batch.x0_bd = TwoHills(batch.x0_bd, 6);
  for (const PathOptions& path : {PathOptions(LinearPathOptions{0.2}),
                                  PathOptions(BrownianBridgePathOptions{0.8}),
                                  PathOptions(BrownianBridgePathOptions{
                                      0.8, BridgeNoise::kCosineDecreasing})}) {
    ExpectLeastAt(TruthOf(MixtureMarginal(hills, hills, path), path), path,
                  batch);
  }
}

// x1 = x0 + 3, x0 ~ N(0, 1): x_t = x0 + 3 t + n z is N(3 t, V) with V = 1 +
// n^2, so E[z | x] = n (x - 3 t) / V and u = 3 + n' E[z | x].
TEST(VelocityScoreRegressionTest, NeedsNoIndependentPairsOnABridge) {
  const PathOptions path = BrownianBridgePathOptions{0.8};
  Batch batch = RandomBatch(kPairs, 1);
  batch.x1_bd = batch.x0_bd + 3;
  ExpectLeastAt(
      [&](const at::Tensor& x_bd, const at::Tensor& t_b) {
        const PathColumns c = PathColumnsAt(path, t_b);
        const at::Tensor z_bd = c.noise_b1 * (x_bd - 3 * t_b.unsqueeze(1)) /
                                (1 + c.noise_b1.square());
        return at::concat({3 + c.noise_rate_b1 * z_bd, -z_bd}, 1);
      },
      path, batch);
}

}  // namespace
}  // namespace flow::core
