#include "core/eval/flow_transport_cost.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "core/base/status_testing.h"
#include "core/eval/eval_testing.h"

namespace flow::core {
namespace {

Evaluation Moved(const at::Tensor& from_nd, const at::Tensor& to_nd) {
  return {.source_nd = from_nd, .generated_nd = to_nd};
}

TEST(FlowTransportCostTest, IsTheMeanSquaredDistanceOfItsOwnPairs) {
  const MetricValue cost =
      EvaluateOrDie(FlowTransportCost(),
                    Moved(Rows({{0, 0}, {1, 1}}), Rows({{3, 4}, {1, 2}})));
  EXPECT_DOUBLE_EQ(cost.value, (25 + 1) / 2.);
  // of the two values 25 and 1: |25 - 1| / 2
  EXPECT_DOUBLE_EQ(*cost.std_error, 12);
  EXPECT_EQ(cost.n, 2);
  EXPECT_FALSE(cost.floor.has_value());
}

// x -> s x + m has E|(s - 1) x + m|^2 = D (s - 1)^2 + |m|^2 from N(0, I).
TEST(FlowTransportCostTest, OfAnAffineMapIsTheClosedForm) {
  const int64_t n = 4000;
  const at::Tensor from_nd = GaussianPoints({.n = n, .seed = 3});
  const MetricValue cost = EvaluateOrDie(
      FlowTransportCost(), Moved(from_nd, Shifted(from_nd * 1.5, 2)));
  const double exact = 2 * 0.25 + 4;
  // the variance is 2 D (s - 1)^4 + 4 (s - 1)^2 |m|^2; five standard errors
  // fail in one of 10^6 draws
  const double deviation = std::sqrt(4 * 0.0625 + 4 * 0.25 * 4);
  EXPECT_NEAR(cost.value, exact, 5 * deviation / std::sqrt(n));
  EXPECT_NEAR(*cost.std_error, deviation / std::sqrt(n),
              0.1 * deviation / std::sqrt(n));
}

TEST(FlowTransportCostTest, NeedsAnEndForEveryStart) {
  ThreadPool pool(1);
  EXPECT_THAT(FlowTransportCost().Evaluate(
                  Moved(Rows({{0}, {1}, {2}}), Rows({{0}, {1}})), {&pool, 0}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       testing::HasSubstr("shape of 'source'")));
}

}  // namespace
}  // namespace flow::core
