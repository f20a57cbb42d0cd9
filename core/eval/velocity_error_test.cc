#include "core/eval/velocity_error.h"

#include <cmath>
#include <memory>

#include "ATen/TensorOperators.h"
#include "core/base/status_testing.h"
#include "core/eval/eval_testing.h"
#include "core/eval/flow_model.h"
#include "core/ode/autograd_divergence.h"
#include "core/ode/velocity_field_testing.h"
#include "core/path/make_path.h"
#include "core/path/mixture_marginal.h"

namespace flow::core {
namespace {

using testing::HasSubstr;

constexpr int64_t kPoints = 4000;

std::shared_ptr<const DivergenceField> Field(FunctionField::Function function) {
  return std::make_shared<AutogradField>(
      std::make_shared<FunctionField>(std::move(function)));
}

// From N(0, I) to N(2 e_1, I) in the plane, on a line.
class VelocityErrorTest : public testing::Test {
 protected:
  VelocityErrorTest() {
    const PathOptions line = LinearPathOptions{};
    model_.exact = {MakePath(line),
                    std::make_shared<MixtureMarginal>(
                        std::vector<GaussianComponent>{{1, {0, 0}, 1}},
                        std::vector<GaussianComponent>{{1, {2, 0}, 1}}, line)};
  }

  absl::StatusOr<MetricValue> Measure(FunctionField::Function field) {
    model_.fields = {{Field(std::move(field))}};
    return VelocityError().Evaluate(points_, {&pool_, /*seed=*/3, &model_});
  }

  Evaluation points_ = {
      .source_nd = GaussianPoints({.n = kPoints, .seed = 1}),
      .target_nd = GaussianPoints({.n = kPoints, .shift = 2, .seed = 2})};
  FlowModel model_;
  ThreadPool pool_{2};
};

at::Tensor Exact(const at::Tensor& x_bd, const at::Tensor& t_b1) {
  // x_t has the mean 2 t e_1 and the variance s = (1 - t)^2 + t^2
  const at::Tensor s_b1 = (1 - t_b1).square() + t_b1.square();
  at::Tensor mean_bd = x_bd * 0;
  mean_bd.select(1, 0).add_(2);
  return mean_bd + (2 * t_b1 - 1) / s_b1 * (x_bd - t_b1 * mean_bd);
}

TEST_F(VelocityErrorTest, OfTheExactVelocityIsZero) {
  ASSERT_OK_AND_ASSIGN(const MetricValue error, Measure(Exact));
  EXPECT_LT(error.value, 1e-11);
  EXPECT_EQ(error.n, kPoints);
}

TEST_F(VelocityErrorTest, OfAShiftedVelocityIsTheSquareOfTheShift) {
  ASSERT_OK_AND_ASSIGN(
      const MetricValue error,
      Measure([](const at::Tensor& x_bd, const at::Tensor& t_b1) {
        return Exact(x_bd, t_b1) + 0.5;
      }));
  EXPECT_NEAR(error.value, 0.25, 1e-6);
  EXPECT_NEAR(*error.std_error, 0, 1e-7);
}

// The velocity of no motion is wrong by v* itself: E|v*|^2 over the path, which
// is |m|^2 + D int (2t - 1)^2 / s dt = 4 + 2 (2 - pi / 2), two dimensions.
TEST_F(VelocityErrorTest, OfNoMotionIsTheKineticEnergy) {
  ASSERT_OK_AND_ASSIGN(const MetricValue error,
                       Measure([](const at::Tensor& x_bd, const at::Tensor&) {
                         return x_bd * 0;
                       }));
  const double energy = (4 + 2 * (2 - M_PI / 2)) / 2;
  // five standard errors fail in one of 10^6 draws
  EXPECT_NEAR(error.value, energy, 5 * *error.std_error);
  EXPECT_LT(*error.std_error, 0.05);
}

// The loss of flow matching exceeds its least value by it: here a constant
// velocity m, whose loss on pairs is E|d - m|^2 = 2 D, and the least loss of
// two such Gaussians is D pi / 2.
TEST_F(VelocityErrorTest, IsTheExcessOfTheLoss) {
  ASSERT_OK_AND_ASSIGN(const MetricValue error,
                       Measure([](const at::Tensor& x_bd, const at::Tensor&) {
                         at::Tensor mean_bd = x_bd * 0;
                         mean_bd.select(1, 0).add_(2);
                         return mean_bd;
                       }));
  EXPECT_NEAR(error.value, 2 - M_PI / 2, 5 * *error.std_error);
}

TEST_F(VelocityErrorTest, DoesNotDependOnTheThreads) {
  ASSERT_OK_AND_ASSIGN(const MetricValue two, Measure(TanhVelocity));
  ThreadPool one(1);
  ASSERT_OK_AND_ASSIGN(
      const MetricValue single,
      VelocityError().Evaluate(points_, {&one, /*seed=*/3, &model_}));
  EXPECT_EQ(two.value, single.value);
}

TEST_F(VelocityErrorTest, NeedsAnExactVelocity) {
  model_.exact = {};
  EXPECT_THAT(Measure(Exact), StatusIs(absl::StatusCode::kFailedPrecondition,
                                       HasSubstr("closed form")));
}

}  // namespace
}  // namespace flow::core
