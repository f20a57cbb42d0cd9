#include "federated/aggregation/scaffold_client.h"

#include <memory>
#include <vector>

#include "ATen/TensorOperators.h"
#include "core/base/status_testing.h"
#include "federated/aggregation/client_value_testing.h"
#include "federated/aggregation/server_optimizer.h"
#include "federated/aggregation/weighted_mean.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

constexpr double kTolerance = 1e-12;

// The loss a / 2 (w - b)^2 of a client with one weight.
struct Quadratic {
  double a, b;

  at::Tensor Gradient(const at::Tensor& w) const { return (w - b) * a; }
};

// K corrected steps.
at::Tensor Train(const Quadratic& loss, const ControlVariates& controls,
                 at::Tensor w, int steps, double rate) {
  for (int k = 0; k < steps; ++k) {
    const at::Tensor gradient = loss.Gradient(w);
    CorrectDrift(controls, gradient);
    w = w - gradient * rate;
  }
  return w;
}

// w = 1, c = 0.1, K = 2 steps of 0.1; clients 1 and 3 of four answer.
//
// client 1, gradient w, c_1 = 0.2: corrected w - 0.1, so 1 -> 0.91 -> 0.829;
//     c_1+ = 0.2 - 0.1 + 0.171 / 0.2 = 0.955, the mean of 1 and 0.91
// client 3, gradient w - 2, c_3 = -0.4: corrected w - 1.5,
//     so 1 -> 1.05 -> 1.095; c_3+ = -0.4 - 0.1 - 0.095 / 0.2 = -0.975,
//     the mean of -1 and -0.95
// server, rate 0.5: the mean is 0.962, w = 1 - 0.5 * 0.038 = 0.981;
//     c = 0.1 + 2 / 4 * (0.755 - 0.575) / 2 = 0.145
TEST(ScaffoldTest, OneRoundByHand) {
  const auto server =
      MakeServer(ScaffoldOptions{.learning_rate = 0.5}, Row({1}));
  ASSERT_OK(server->Restore({{"control", Row({0.1})}}));
  const at::Tensor w = Row({1});
  const ControlVariates c1 = {server->control(), Row({0.2})};
  const ControlVariates c3 = {server->control(), Row({-0.4})};

  const at::Tensor w1 = Train({1, 0}, c1, w, 2, 0.1);
  const at::Tensor w3 = Train({1, 2}, c3, w, 2, 0.1);
  EXPECT_NEAR(w1.item<double>(), 0.829, kTolerance);
  EXPECT_NEAR(w3.item<double>(), 1.095, kTolerance);

  const at::Tensor next1 = NextClientControl(c1, w, w1, 2 * 0.1);
  const at::Tensor next3 = NextClientControl(c3, w, w3, 2 * 0.1);
  EXPECT_NEAR(next1.item<double>(), 0.955, kTolerance);
  EXPECT_NEAR(next3.item<double>(), -0.975, kTolerance);

  const at::Tensor next =
      server->Step({.weights = w,
                    .joined = WeightedMean({{1, 1, w1}, {3, 1, w3}}),
                    .control_change = WeightedMean(
                        {{1, 1, next1 - c1.client}, {3, 1, next3 - c3.client}}),
                    .share = 2.0 / 4});
  EXPECT_NEAR(next.item<double>(), 0.981, kTolerance);
  EXPECT_NEAR(server->control().item<double>(), 0.145, kTolerance);
}

// The common optimum is sum a b / sum a = (0 + 2 * 3 + 5 * 1) / 8 = 1.375.
const std::vector<Quadratic> kClients = {{1, 0}, {2, 3}, {5, 1}};
constexpr double kOptimum = 1.375;

// With c_i the client's gradient at the common optimum w* and c their mean, a
// corrected gradient is a (w - w*): each client alone goes to w*, however long
// it trains, while uncorrected it goes to its own optimum b.
TEST(ScaffoldTest, ExactControlVariatesTakeTheDriftAway) {
  const at::Tensor zero = Row({0}), start = Row({10});
  for (const Quadratic& loss : kClients) {
    const at::Tensor exact = loss.Gradient(Row({kOptimum}));
    // 300 steps shrink the distance 8.6 by at least 0.9^300 < 2e-14
    const at::Tensor corrected = Train(loss, {zero, exact}, start, 300, 0.1);
    EXPECT_NEAR(corrected.item<double>(), kOptimum, kTolerance);
    const at::Tensor drifted = Train(loss, {zero, zero}, start, 300, 0.1);
    EXPECT_NEAR(drifted.item<double>(), loss.b, kTolerance);
    // at the optimum nothing moves, and the control variate chosen anew is the
    // old one
    const at::Tensor w = Row({kOptimum});
    const at::Tensor stays = Train(loss, {zero, exact}, w, 7, 0.1);
    EXPECT_NEAR(stays.item<double>(), kOptimum, kTolerance);
    EXPECT_LT(Gap(NextClientControl({zero, exact}, w, stays, 7 * 0.1), exact),
              kTolerance);
  }
}

// Rounds in which client `round` modulo 3 sits out. Weights may differ: the
// common optimum is then that of the weighted loss.
struct Rounds {
  std::vector<double> weights;
  std::vector<at::Tensor> controls = {Row({0}), Row({0}), Row({0})};
  std::unique_ptr<Server> server = MakeServer(ScaffoldOptions{}, Row({0}));
  at::Tensor w = Row({10});

  void Go(int round) {
    std::vector<ClientValue> ends, changes;
    double share = 0;
    for (int i = 0; i < 3; ++i) {
      if (i == round % 3) continue;
      const ControlVariates c = {server->control(), controls[i]};
      const at::Tensor end = Train(kClients[i], c, w, 5, 0.02);
      const at::Tensor next = NextClientControl(c, w, end, 5 * 0.02);
      ends.push_back({i, weights[i], end});
      changes.push_back({i, weights[i], next - controls[i]});
      controls[i] = next;
      share += weights[i];
    }
    w = server->Step({.weights = w,
                      .joined = WeightedMean(ends),
                      .control_change = WeightedMean(changes),
                      .share = share});
  }
};

TEST(ScaffoldTest, FindsTheCommonOptimumThoughSomeSitOut) {
  for (const auto& weights : std::vector<std::vector<double>>{
           {1.0 / 3, 1.0 / 3, 1.0 / 3}, {0.5, 0.3, 0.2}}) {
    Rounds rounds{weights};
    double sum_a = 0, sum_ab = 0;
    for (int i = 0; i < 3; ++i) {
      sum_a += weights[i] * kClients[i].a;
      sum_ab += weights[i] * kClients[i].a * kClients[i].b;
    }
    for (int round = 0; round < 600; ++round) {
      rounds.Go(round);
      double mean = 0;
      for (int i = 0; i < 3; ++i) {
        mean += weights[i] * rounds.controls[i].item<double>();
      }
      ASSERT_NEAR(rounds.server->control().item<double>(), mean, 1e-10)
          << round;
    }
    EXPECT_NEAR(rounds.w.item<double>(), sum_ab / sum_a, 1e-10);
  }
}

TEST(ScaffoldDeathTest, RefusesWhatDoesNotFit) {
  const ControlVariates fits = {Row({1}), Row({1})};
  EXPECT_DEATH(CorrectDrift({Row({1, 2}), Row({1})}, Row({1})),
               "the server's control variate must have the shape");
  EXPECT_DEATH(CorrectDrift({Row({1}), {}}, Row({1})),
               "the client's control variate must be given");
  EXPECT_DEATH(NextClientControl(fits, Row({1}), Row({1, 2}), 0.1),
               "the weights after the steps must have the shape");
  EXPECT_DEATH(NextClientControl(fits, Row({1}), Row({1}), 0),
               "must sum to more than 0; got 0");
}

}  // namespace
}  // namespace flow::federated
