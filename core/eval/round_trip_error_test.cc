#include "core/eval/round_trip_error.h"

#include <cmath>
#include <memory>

#include "ATen/TensorOperators.h"
#include "core/base/status_testing.h"
#include "core/eval/eval_testing.h"
#include "core/eval/flow_model.h"
#include "core/ode/autograd_divergence.h"
#include "core/ode/chain.h"
#include "core/ode/velocity_field_testing.h"

namespace flow::core {
namespace {

using testing::HasSubstr;

constexpr double kRate = 1.5;

class RoundTripErrorTest : public testing::Test {
 protected:
  // Of source points that the model's solver moved.
  absl::StatusOr<MetricValue> Measure(const OdeOptions& solver) {
    model_.solver = solver;
    const auto transport =
        MakeChainTransport(model_.fields, solver, &pool_).value();
    Evaluation points{.source_nd = start_nd_};
    points.generated_nd =
        transport->Push(start_nd_, {Direction::kForward, {}}).value().x_nd;
    return RoundTripError().Evaluate(points, {&pool_, /*seed=*/3, &model_});
  }

  at::Tensor start_nd_ = GaussianPoints({.n = 200, .seed = 5});
  FlowModel model_ = {.fields = {{std::make_shared<AutogradField>(
                          std::make_shared<FunctionField>(
                              [](const at::Tensor& x_bd, const at::Tensor&) {
                                return kRate * x_bd;
                              }))}}};
  ThreadPool pool_{2};
};

// N Euler steps there multiply by (1 + a / N)^N, back by (1 - a / N)^N.
TEST_F(RoundTripErrorTest, OfEulersMethodIsTheClosedForm) {
  const double mean_norm =
      start_nd_.to(at::kDouble).square().sum(1).sqrt().mean().item<double>();
  for (const int64_t steps : {4, 40}) {
    ASSERT_OK_AND_ASSIGN(const MetricValue error, Measure(EulerOptions{steps}));
    const double left = std::pow(1 - kRate * kRate / (steps * steps), steps);
    EXPECT_NEAR(error.value, (1 - left) * mean_norm, 2e-6);
    EXPECT_EQ(error.n, 200);
    // |x| of two normal numbers has the deviation sqrt(2 - pi / 2) = 0.655
    EXPECT_NEAR(*error.std_error, (1 - left) * 0.655 / std::sqrt(200.),
                0.2 * (1 - left) * 0.655 / std::sqrt(200.));
  }
}

TEST_F(RoundTripErrorTest, VanishesWithTheSolversError) {
  ASSERT_OK_AND_ASSIGN(const MetricValue error,
                       Measure(Dopri5Options{{1e-7, 1e-7}}));
  EXPECT_LT(error.value, 1e-5);
}

// e^a there and e^-b back leave (1 - e^(a - b)) |x| of a point.
TEST_F(RoundTripErrorTest, GoesBackAlongAWayThatWasLearntApart) {
  constexpr double kBack = 1;
  model_.way_back = {
      {std::make_shared<AutogradField>(std::make_shared<FunctionField>(
          [](const at::Tensor& x_bd, const at::Tensor&) {
            return kBack * x_bd;
          }))}};
  ASSERT_OK_AND_ASSIGN(const MetricValue error,
                       Measure(Dopri5Options{{1e-7, 1e-7}}));
  const double mean_norm =
      start_nd_.to(at::kDouble).square().sum(1).sqrt().mean().item<double>();
  EXPECT_NEAR(error.value, (std::exp(kRate - kBack) - 1) * mean_norm, 1e-5);
}

TEST_F(RoundTripErrorTest, NeedsAModelAndPairs) {
  Evaluation points{.source_nd = start_nd_, .generated_nd = start_nd_};
  EXPECT_THAT(RoundTripError().Evaluate(points, {&pool_, 3}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("asked of a flow")));
  points.generated_nd = start_nd_.narrow(0, 0, 100);
  EXPECT_THAT(RoundTripError().Evaluate(points, {&pool_, 3, &model_}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace flow::core
