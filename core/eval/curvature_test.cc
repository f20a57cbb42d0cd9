#include "core/eval/curvature.h"

#include <cmath>
#include <memory>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/concat.h"
#include "core/base/status_testing.h"
#include "core/eval/eval_testing.h"
#include "core/eval/flow_model.h"
#include "core/ode/autograd_divergence.h"
#include "core/ode/velocity_field_testing.h"

namespace flow::core {
namespace {

using testing::HasSubstr;

std::shared_ptr<const DivergenceField> FieldOf(
    FunctionField::Function function) {
  return std::make_shared<AutogradField>(
      std::make_shared<FunctionField>(std::move(function)));
}

// x' = w J x turns a quarter at w = pi / 2: x'' = -w^2 x.
FunctionField::Function Turning(double w) {
  return [w](const at::Tensor& x_bd, const at::Tensor&) {
    return w * at::concat({-x_bd.narrow(1, 1, 1), x_bd.narrow(1, 0, 1)}, 1);
  };
}

double MeanSquare(const at::Tensor& x_nd) {
  return x_nd.to(at::kDouble).square().mean().item<double>();
}

class CurvatureTest : public testing::Test {
 protected:
  absl::StatusOr<MetricValue> Measure(FlowModel model) {
    model.solver = EulerOptions{1};  // which the metric does not look at
    return Curvature().Evaluate(points_, {&pool_, /*seed=*/3, &model});
  }

  Evaluation points_{.source_nd = GaussianPoints({.n = 600, .seed = 5})};
  ThreadPool pool_{2};
};

// Of a field that is linear and the same at all times the difference is exact;
// dopri5's 1e-5 and float32 of v over 1/64, 1e-5 as well, are left.
TEST_F(CurvatureTest, OfARotationIsItsCentripetalAcceleration) {
  const double w = 1.5;
  ASSERT_OK_AND_ASSIGN(const MetricValue value,
                       Measure({.fields = {{FieldOf(Turning(w))}}}));
  EXPECT_NEAR(value.value / (std::pow(w, 4) * MeanSquare(points_.source_nd)), 1,
              2e-4);
  EXPECT_EQ(value.n, 600);
  EXPECT_GT(*value.std_error, 0);
  EXPECT_FALSE(value.floor.has_value());
}

// x_t = t m + s_t x_0 with s_t^2 = (1 - t)^2 + t^2 s^2, so that s_t'' is
// s^2 / s_t^3.
TEST_F(CurvatureTest, OfGaussiansIsTheClosedForm) {
  const double s = 0.5;
  double integral = 0;
  constexpr int kCells = 10000;
  for (int i = 0; i < kCells; ++i) {
    const double t = (i + 0.5) / kCells;
    integral += std::pow(s, 4) /
                std::pow((1 - t) * (1 - t) + t * t * s * s, 3) / kCells;
  }
  ASSERT_OK_AND_ASSIGN(
      const MetricValue value,
      Measure({.fields = {{FieldOf(GaussianVelocity(3, s))}}}));
  EXPECT_NEAR(value.value / (integral * MeanSquare(points_.source_nd)), 1,
              2e-3);
}

TEST_F(CurvatureTest, StraightLinesHaveNone) {
  // of the map x -> m + s x, whose dv/dt and (dv/dx) v cancel
  const auto straight = [](const at::Tensor& x_bd, const at::Tensor& t_b1) {
    const double m = 3, s = 0.5;
    return m + (s - 1) * (x_bd - m * t_b1) / (1 + (s - 1) * t_b1);
  };
  ASSERT_OK_AND_ASSIGN(const MetricValue value,
                       Measure({.fields = {{FieldOf(straight)}}}));
  // v of 4 to float32, over 1/64, is 3e-5, and some ulps of it in each term
  EXPECT_LT(value.value, 1e-7);
}

TEST_F(CurvatureTest, FollowsTheFieldOfEachClass) {
  points_.generated_label_n = at::arange(600, at::kLong).remainder(2);
  ASSERT_OK_AND_ASSIGN(
      const MetricValue value,
      Measure({.fields = {{FieldOf(Turning(1)), FieldOf(Turning(2))}}}));
  const auto of_class = [&](int64_t label) {
    return MeanSquare(points_.source_nd.index_select(
        0, at::arange(label, 600, 2, at::kLong)));
  };
  EXPECT_NEAR(value.value / ((of_class(0) + 16 * of_class(1)) / 2), 1, 5e-4);
}

TEST_F(CurvatureTest, HasTheSameBitsForAnyNumberOfThreads) {
  const FlowModel model = {.fields = {{FieldOf(GaussianVelocity(3, 0.5))}}};
  ThreadPool one(1), four(4);
  ASSERT_OK_AND_ASSIGN(const MetricValue a,
                       Curvature().Evaluate(points_, {&one, 3, &model}));
  ASSERT_OK_AND_ASSIGN(const MetricValue b,
                       Curvature().Evaluate(points_, {&four, 3, &model}));
  EXPECT_EQ(a.value, b.value);
  EXPECT_EQ(a.std_error, b.std_error);
}

TEST_F(CurvatureTest, NeedsAModel) {
  EXPECT_THAT(Curvature().Evaluate(points_, {&pool_, 3}).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("asked of a flow")));
}

}  // namespace
}  // namespace flow::core
