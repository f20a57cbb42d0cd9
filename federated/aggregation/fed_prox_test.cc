#include "federated/aggregation/fed_prox.h"

#include <cmath>
#include <limits>

#include "ATen/TensorOperators.h"
#include "federated/aggregation/client_value_testing.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

// (1, 2) + 0.5 ((3, 1) - (1, 5)) = (2, 0)
TEST(FedProxTest, PullsTowardTheWeightsOfTheRound) {
  const at::Tensor gradient = Row({1, 2});
  AddProximalGradient(0.5, Row({3, 1}), Row({1, 5}), gradient);
  EXPECT_TRUE(gradient.equal(Row({2, 0})));
}

// Central differences of a quadratic are exact; the roundings of |w|^2 near 5
// over twice the step 2^-10 are below 1e-12.
TEST(FedProxTest, IsTheGradientOfThePenalty) {
  const double mu = 0.3, step = 1.0 / 1024;
  const at::Tensor w = Row({0.5, -1, 2}), round = Row({1, 1, 1});
  const auto penalty = [&](const at::Tensor& at) {
    return mu / 2 * (at - round).square().sum().item<double>();
  };
  const at::Tensor gradient = Row({0, 0, 0});
  AddProximalGradient(mu, w, round, gradient);
  for (int p = 0; p < 3; ++p) {
    const at::Tensor e = Row({0, 0, 0});
    e[p] = step;
    EXPECT_NEAR(gradient[p].item<double>(),
                (penalty(w + e) - penalty(w - e)) / (2 * step), 1e-12);
  }
}

// Not even where weights are infinite, and -0 stays -0.
TEST(FedProxTest, OfMuZeroAddsNothing) {
  const double infinity = std::numeric_limits<double>::infinity();
  const at::Tensor gradient = Row({-0.0, 1.5});
  AddProximalGradient(0, Row({infinity, 2}), Row({1, 1}), gradient);
  EXPECT_TRUE(std::signbit(gradient[0].item<double>()));
  EXPECT_TRUE(gradient.equal(Row({0, 1.5})));
}

TEST(FedProxDeathTest, RefusesWhatDoesNotFit) {
  EXPECT_DEATH(AddProximalGradient(-1, Row({1}), Row({1}), Row({1})),
               "mu must be >= 0; got -1");
  EXPECT_DEATH(AddProximalGradient(1, Row({1}), Row({1, 2}), Row({1})),
               "the weights of the round must have the shape");
  EXPECT_DEATH(
      AddProximalGradient(1, Row({1}), Row({1}), Row({1}).to(at::kFloat)),
      "the gradient must have the shape and dtype");
}

}  // namespace
}  // namespace flow::federated
