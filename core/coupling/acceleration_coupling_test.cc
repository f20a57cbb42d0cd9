#include "core/coupling/acceleration_coupling.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/equal.h"
#include "core/base/status_testing.h"
#include "core/coupling/independent.h"
#include "core/coupling/minibatch_ot.h"
#include "core/ode/velocity_field_testing.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {
namespace {

constexpr double kAction = 12.0 / 13;  // alpha of the action

// Couples nothing; keeps what it was asked to.
class Recorder : public IndependentCoupling {
 public:
  absl::StatusOr<Pairs> Couple(const Points& source, const Points& target,
                               Seed seed) const override {
    f_bd = source.x_nd;
    g_bd = target.x_nd;
    label_b = target.label_n;
    return IndependentCoupling::Couple(source, target, seed);
  }
  mutable at::Tensor f_bd, g_bd, label_b;
};

// Some field; all the numbers of these tests are from it.
std::shared_ptr<const VelocityField> Curved() {
  return std::make_shared<FunctionField>(
      [](const at::Tensor& x_bd, const at::Tensor& t_b1) {
        return (3 * x_bd + t_b1).sin() * (1 + t_b1);
      });
}

at::Tensor SquaredNorm(const at::Tensor& x_bd) { return x_bd.square().sum(1); }

at::Tensor Permuted(const at::Tensor& x_bd) {
  return x_bd.index_select(
      0, (at::arange(x_bd.size(0), at::kLong) * 7 + 3) % x_bd.size(0));
}

// Position and velocity at the ends, and the acceleration at any time, of the
// cubic x(t) = x0 + v0 t + a t^2 + b t^3 that leaves (x0, v0) and comes to
// (x1, v1) at t = 1: a = 3 d - 2 v0 - v1, b = v0 + v1 - 2 d.
TEST(AccelerationCouplingTest, TheCostIsTheActionOfTheSpline) {
  const at::Tensor x0 = NormalTensor(1, 50, 3).to(at::kDouble);
  const at::Tensor x1 = 2 + NormalTensor(2, 50, 3).to(at::kDouble);
  const at::Tensor v0 = (3 * x0).sin(), v1 = 2 * (3 * x1 + 1).sin();
  const at::Tensor d = x1 - x0;
  const at::Tensor a = 3 * d - 2 * v0 - v1, b = v0 + v1 - 2 * d;
  // int |2 a + 6 b t|^2 dt
  const at::Tensor action =
      4 * SquaredNorm(a) + 12 * (a * b).sum(1) + 12 * SquaredNorm(b);
  const auto recorder = std::make_shared<Recorder>();
  const AccelerationCoupling coupling(recorder, Curved(), kAction);
  ASSERT_OK(coupling.Couple({x0, {}}, {x1, {}}, 1));
  const at::Tensor cost = SquaredNorm(recorder->f_bd - recorder->g_bd);
  EXPECT_LT((13 * cost - action).abs().max().item<double>(), 1e-10);
}

TEST(AccelerationCouplingTest, TheCostIsTheFormulaForAnyAlpha) {
  const at::Tensor x0 = NormalTensor(1, 50, 2).to(at::kDouble);
  const at::Tensor x1 = 2 + NormalTensor(2, 50, 2).to(at::kDouble);
  const at::Tensor v0 = (3 * x0).sin(), v1 = 2 * (3 * x1 + 1).sin();
  for (const double alpha : {0.1, 2.0 / 3, 0.8, 1.0}) {
    const auto recorder = std::make_shared<Recorder>();
    const AccelerationCoupling coupling(recorder, Curved(), alpha);
    ASSERT_OK(coupling.Couple({x0, {}}, {x1, {}}, 1));
    const at::Tensor expected = alpha * SquaredNorm(x1 - x0 - (v0 + v1) / 2) +
                                (1 - alpha) * SquaredNorm(v1 - v0);
    const at::Tensor cost = SquaredNorm(recorder->f_bd - recorder->g_bd);
    EXPECT_LT((cost - expected).abs().max().item<double>(), 1e-12) << alpha;
  }
}

// The velocities of the transport x -> m + s x tell each source point where it
// belongs: a shuffled batch is put in order again, at no cost.
TEST(AccelerationCouplingTest, VelocitiesOfTheTransportUndoAShuffle) {
  const double m = 3, s = 0.5;
  const auto straight = std::make_shared<FunctionField>(
      [=](const at::Tensor& x_bd, const at::Tensor& t_b1) {
        return m + (s - 1) * (x_bd - m * t_b1) / (1 + (s - 1) * t_b1);
      });
  const at::Tensor x0 = NormalTensor(1, 200, 2), x1 = m + s * x0;
  const AccelerationCoupling coupling(
      std::make_shared<MinibatchOt>(MinibatchOtOptions()), straight, kAction);
  ASSERT_OK_AND_ASSIGN(const Pairs pairs,
                       coupling.Couple({x0, {}}, {Permuted(x1), {}}, 1));
  EXPECT_TRUE(at::equal(Permuted(x1).index_select(0, pairs.target_b),
                        x1.index_select(0, pairs.source_b)));
  // float32 squares of differences of 1e-6
  EXPECT_LT(pairs.report.cost, 1e-10);
}

// Of independent pairs N(0, I) -> N(m, s^2 I) the velocities are m - x at 0 and
// x at 1, and the action is 4 |x1 - m|^2 + 4 |x0|^2 - 4 x0.(x1 - m): the same
// pairs as by distances.
TEST(AccelerationCouplingTest, IndependentGaussiansAreCoupledByDistance) {
  const double m = 3, s = 0.5;
  const auto velocity = std::make_shared<FunctionField>(GaussianVelocity(m, s));
  const at::Tensor x0 = NormalTensor(1, 200, 2);
  const at::Tensor x1 = m + s * NormalTensor(2, 200, 2);
  const auto ot = std::make_shared<MinibatchOt>(MinibatchOtOptions());
  const AccelerationCoupling coupling(ot, velocity, kAction);
  ASSERT_OK_AND_ASSIGN(const Pairs pairs,
                       coupling.Couple({x0, {}}, {x1, {}}, 1));
  ASSERT_OK_AND_ASSIGN(const Pairs by_distance,
                       ot->Couple({x0, {}}, {x1, {}}, 1));
  EXPECT_TRUE(at::equal(pairs.target_b, by_distance.target_b));
  const at::Tensor y = x1.index_select(0, pairs.target_b) - m;
  const double action = 4 * (SquaredNorm(y) + SquaredNorm(x0) - (x0 * y).sum(1))
                                .mean()
                                .item<double>();
  EXPECT_NEAR(13 * pairs.report.cost, action, 1e-4 * action);
}

TEST(AccelerationCouplingTest, LabelsTravelWithTheirPoints) {
  const auto recorder = std::make_shared<Recorder>();
  const AccelerationCoupling coupling(recorder, Curved(), 0.5);
  const at::Tensor label = at::arange(4, at::kLong);
  ASSERT_OK(coupling.Couple({NormalTensor(1, 4, 2), {}},
                            {NormalTensor(2, 4, 2), label}, 1));
  EXPECT_TRUE(at::equal(recorder->label_b, label));
}

TEST(AccelerationCouplingDeathTest, AnAlphaOfNoCost) {
  EXPECT_DEATH(AccelerationCoupling(std::make_shared<IndependentCoupling>(),
                                    Curved(), 0),
               "alpha = 0");
}

}  // namespace
}  // namespace flow::core
