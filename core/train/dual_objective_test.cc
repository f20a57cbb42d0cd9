#include "core/train/dual_objective.h"

#include <cmath>
#include <memory>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/full_like.h"
#include "ATen/ops/tensor.h"
#include "ATen/ops/zeros.h"
#include "core/path/affine_path.h"
#include "core/path/mixture_marginal.h"
#include "core/train/regression_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// [u, v] = [a x + p, -b x + q]: a way there and a way back at a steady rate.
class Linear : public Network {
 public:
  explicit Linear(double a, double b, double p = 0, double q = 0)
      : a_(a), b_(b), p_(p), q_(q) {}

  Parameters Initialize(Seed) const override { return {}; }
  at::Tensor Outputs(const Parameters&,
                     const NetworkInput& input) const override {
    const auto& [x_bd, t_b, label_b, dropout] = input;
    return at::concat({a_ * x_bd + p_, -b_ * x_bd + q_}, 1);
  }

 private:
  double a_, b_, p_, q_;
};

DualObjective Make(const DualOptions& options, TimeWeight weight = {}) {
  return DualObjective(std::make_shared<AffinePath>(LinearPathOptions{}),
                       options, std::move(weight));
}

void ExpectNear(const at::Tensor& found, const at::Tensor& wanted,
                double tolerance = 1e-12) {
  EXPECT_LT((found - wanted).abs().max().item<double>(), tolerance);
}

TEST(DualObjectiveTest, RegressesBothWays) {
  const Batch batch = RandomBatch(20, 3);
  const at::Tensor t_b1 = batch.t_b.unsqueeze(1);
  const at::Tensor x_bd = (1 - t_b1) * batch.x0_bd + t_b1 * batch.x1_bd;
  const at::Tensor d_bd = batch.x1_bd - batch.x0_bd;
  const at::Tensor wanted =
      ((0.5 * x_bd - d_bd).square() + (-2 * x_bd + d_bd).square()).sum(1) / 6;
  ExpectNear(Make({}).RowLosses(Linear(0.5, 2), {}, batch), wanted);
  ExpectNear(Make({.consistency = 3}).RowLosses(Linear(0.5, 2), {}, batch),
             wanted + 3 * (1.5 * x_bd).square().mean(1));
  ExpectNear(Make({}, [](double t) { return 1 + t; })
                 .RowLosses(Linear(0.5, 2), {}, batch),
             (1 + batch.t_b) * wanted);
}

// Euler's method there takes x to (1 + a / N)^N x, and back to
// (1 - b / N)^N (1 + a / N)^N x: for a = b, (1 - a^2 / N^2)^N x.
TEST(DualObjectiveTest, MeasuresTheRoundTrip) {
  const Batch batch = RandomBatch(20, 3);
  const DualOptions options = {.cycle = 2, .cycle_steps = 10};
  const Linear same(0.7, 0.7);
  const double left = std::pow(1 - 0.0049, 10) - 1;
  ExpectNear(Make(options).RowLosses(same, {}, batch) -
                 Make({}).RowLosses(same, {}, batch),
             2 * (left * batch.x0_bd).square().mean(1));
}

TEST(DualObjectiveTest, TheCosineIsLeastForTwoConstantsThatCarryNothing) {
  const Batch batch = RandomBatch(20, 3);
  const DualOptions cosine = {.loss = DualLoss::kCosine};
  const Linear constants(0, 0, /*p=*/0.3, /*q=*/0.3);
  ExpectNear(Make(cosine).RowLosses(constants, {}, batch),
             at::zeros({20}, at::kDouble));
  // the same two miss their round trip by twice what they move
  const DualOptions with_cycle = {.loss = DualLoss::kCosine, .cycle = 1};
  ExpectNear(Make(with_cycle).RowLosses(constants, {}, batch),
             at::full_like(batch.t_b, 0.36));
  // and flow matching does not fall for them
  EXPECT_GT(Make({}).RowLosses(constants, {}, batch).mean().item<double>(),
            1.0);
}

TEST(DualObjectiveTest, TheCosineIsOfTheDataThereAndOfTheSourceBack) {
  const Batch batch = RandomBatch(20, 3);
  const at::Tensor u_bd = 2 * batch.x1_bd + 1;
  const at::Tensor v_bd = -0.5 * batch.x0_bd - 1;
  const at::Tensor cosine_b =
      (u_bd * v_bd).sum(1) /
      (u_bd.square().sum(1) * v_bd.square().sum(1)).sqrt();
  ExpectNear(Make({.loss = DualLoss::kCosine})
                 .RowLosses(Linear(2, 0.5, 1, -1), {}, batch),
             1 - cosine_b);
}

// u the marginal velocity of both ends and v what goes back along it.
class Exact : public Network {
 public:
  Exact(const MixtureMarginal& marginal, double off)
      : marginal_(marginal), off_(off) {}

  Parameters Initialize(Seed) const override { return {}; }
  at::Tensor Outputs(const Parameters&,
                     const NetworkInput& input) const override {
    const auto& [x_bd, t_b, label_b, dropout] = input;
    const at::Tensor u_bd = marginal_.Velocity(x_bd, t_b) + off_;
    return at::concat({u_bd, -u_bd}, 1);
  }

 private:
  const MixtureMarginal& marginal_;
  double off_;
};

// The loss is least at the marginal velocity: moved by e on either side of it,
// by e^2, whatever the pairs.
TEST(DualObjectiveTest, IsLeastAtTheMarginalVelocityAndItsWayBack) {
  const MixtureMarginal marginal({{.mean = {0, 0}, .std = 1}},
                                 {{.mean = {2, -1}, .std = 0.5}},
                                 LinearPathOptions{});
  constexpr int64_t kRows = 200000;
  Batch batch = RandomBatch(kRows, 2);
  batch.x1_bd = 0.5 * batch.x1_bd + at::tensor({2.0, -1.0}, at::kDouble);
  const DualObjective objective = Make({.consistency = 1});
  const auto loss = [&](double off) {
    return objective.RowLosses(Exact(marginal, off), {}, batch);
  };
  constexpr double kOff = 0.1;
  for (const double off : {-kOff, kOff}) {
    const at::Tensor more_b = loss(off) - loss(0);
    const double error =
        more_b.std().item<double>() / std::sqrt(static_cast<double>(kRows));
    // six standard errors are exceeded once in 5e8
    EXPECT_NEAR(more_b.mean().item<double>(), kOff * kOff, 6 * error);
    EXPECT_LT(6 * error, kOff * kOff);
  }
}

}  // namespace
}  // namespace flow::core
