#include "federated/aggregation/server_optimizer.h"

#include <memory>
#include <string>
#include <vector>

#include "core/base/status_testing.h"
#include "core/tensor/random_tensor.h"
#include "federated/aggregation/client_value_testing.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using ::testing::HasSubstr;

constexpr double kTolerance = 1e-12;

// Two rounds of one weight from w = 1, with what the clients' weights make.
std::vector<double> TwoRounds(const AggregationRule& rule, double joined1,
                              double joined2) {
  const auto server = MakeServer(rule, Row({1}));
  std::vector<double> trace;
  at::Tensor w = Row({1});
  for (const double joined : {joined1, joined2}) {
    w = server->Step({.weights = w, .joined = Row({joined})});
    trace.push_back(w.item<double>());
  }
  return trace;
}

TEST(ServerTest, FedAvgAndRobustMeansTakeWhatIsJoined) {
  for (const AggregationRule& rule : std::vector<AggregationRule>{
           FedAvgOptions{}, MedianOptions{}, TrimmedMeanOptions{},
           KrumOptions{}, MultiKrumOptions{}}) {
    EXPECT_EQ(TwoRounds(rule, 0.8, 0.7), (std::vector<double>{0.8, 0.7}));
  }
}

// D = 0.2, m = 0.2,             w = 1 - 0.5 * 0.2 = 0.9
// D = 0.4, m = 0.18 + 0.4,      w = 0.9 - 0.5 * 0.58 = 0.61
TEST(ServerTest, FedAvgMByHand) {
  const auto w = TwoRounds(
      FedAvgMOptions{.learning_rate = 0.5, .momentum = 0.9}, 0.8, 0.5);
  EXPECT_NEAR(w[0], 0.9, kTolerance);
  EXPECT_NEAR(w[1], 0.61, kTolerance);
}

TEST(ServerTest, FedAvgMWithoutMomentumAndRateOneIsFedAvg) {
  const auto w = TwoRounds(FedAvgMOptions{.momentum = 0}, 0.8, 0.7);
  EXPECT_NEAR(w[0], 0.8, kTolerance);
  EXPECT_NEAR(w[1], 0.7, kTolerance);
}

// D = 0.1,  m = 0.05,  v = 0.75 * 0.16 + 0.25 * 0.01 = 0.1225 = 0.35^2,
//           w = 1 - 0.3 * 0.05 / (0.35 + 0.4) = 0.98
// D = 0.13, m = 0.025 + 0.065 = 0.09,
//           v = 0.75 * 0.1225 + 0.25 * 0.0169 = 0.0961 = 0.31^2,
//           w = 0.98 - 0.3 * 0.09 / (0.31 + 0.4) = 0.98 - 0.027 / 0.71
TEST(ServerTest, FedAdamByHand) {
  const auto w = TwoRounds(FedAdaptiveOptions{.method = AdaptiveMethod::kAdam,
                                              .learning_rate = 0.3,
                                              .beta1 = 0.5,
                                              .beta2 = 0.75,
                                              .tau = 0.4},
                           0.9, 0.85);
  EXPECT_NEAR(w[0], 0.98, kTolerance);
  EXPECT_NEAR(w[1], 0.98 - 0.027 / 0.71, kTolerance);
}

// D = 0.28, D^2 = 0.0784 < v = 0.25: v falls by 0.25 * 0.0784 to 0.48^2;
//           m = 0.14, w = 1 - 0.7 * 0.14 / (0.48 + 0.5) = 0.9
// D = 0.72, D^2 = 0.5184 > v = 0.2304: v grows by 0.25 * 0.5184 to 0.6^2;
//           m = 0.07 + 0.36 = 0.43, w = 0.9 - 0.7 * 0.43 / (0.6 + 0.5)
TEST(ServerTest, FedYogiByHand) {
  const auto w = TwoRounds(FedAdaptiveOptions{.method = AdaptiveMethod::kYogi,
                                              .learning_rate = 0.7,
                                              .beta1 = 0.5,
                                              .beta2 = 0.75,
                                              .tau = 0.5},
                           0.72, 0.18);
  EXPECT_NEAR(w[0], 0.9, kTolerance);
  EXPECT_NEAR(w[1], 0.9 - 0.301 / 1.1, kTolerance);
}

// D = 0.4, m = 0.2, v = 0.09 + 0.16 = 0.5^2,
//          w = 1 - 0.4 * 0.2 / (0.5 + 0.3) = 0.9
// D = 1.2, m = 0.1 + 0.6 = 0.7, v = 0.25 + 1.44 = 1.3^2,
//          w = 0.9 - 0.4 * 0.7 / (1.3 + 0.3) = 0.725
TEST(ServerTest, FedAdagradByHand) {
  const auto w =
      TwoRounds(FedAdaptiveOptions{.method = AdaptiveMethod::kAdagrad,
                                   .learning_rate = 0.4,
                                   .beta1 = 0.5,
                                   .tau = 0.3},
                0.6, -0.3);
  EXPECT_NEAR(w[0], 0.9, kTolerance);
  EXPECT_NEAR(w[1], 0.725, kTolerance);
}

// w = 1 - 0.5 (1 - 0.8) = 0.9; c = 0 + 0.25 * 0.4 = 0.1
// w = 0.9 - 0.5 (0.9 - 1.1) = 1; c = 0.1 + 1 * (-0.3) = -0.2
TEST(ServerTest, ScaffoldByHand) {
  const auto server =
      MakeServer(ScaffoldOptions{.learning_rate = 0.5}, Row({1}));
  EXPECT_EQ(server->control().item<double>(), 0);
  at::Tensor w = server->Step({.weights = Row({1}),
                               .joined = Row({0.8}),
                               .control_change = Row({0.4}),
                               .share = 0.25});
  EXPECT_NEAR(w.item<double>(), 0.9, kTolerance);
  EXPECT_NEAR(server->control().item<double>(), 0.1, kTolerance);
  w = server->Step(
      {.weights = w, .joined = Row({1.1}), .control_change = Row({-0.3})});
  EXPECT_NEAR(w.item<double>(), 1, kTolerance);
  EXPECT_NEAR(server->control().item<double>(), -0.2, kTolerance);
}

const AggregationRule kAll[] = {
    FedAvgOptions{},
    FedAvgMOptions{},
    FedAdaptiveOptions{.method = AdaptiveMethod::kAdam},
    FedAdaptiveOptions{.method = AdaptiveMethod::kYogi},
    FedAdaptiveOptions{.method = AdaptiveMethod::kAdagrad},
    ScaffoldOptions{},
};

ServerRound SomeRound(Seed seed) {
  const at::Tensor x = core::NormalTensor(seed, 3, 40);
  return {
      .weights = x[0], .joined = x[1], .control_change = x[2], .share = 0.5};
}

TEST(ServerTest, StepKeepsTheRoundAndTheDtype) {
  for (const AggregationRule& rule : kAll) {
    const ServerRound round = SomeRound(1);
    const auto server = MakeServer(rule, round.weights);
    const at::Tensor w = server->Step(round);
    EXPECT_EQ(w.scalar_type(), at::kFloat);
    w.fill_(99);
    EXPECT_TRUE(round.weights.equal(SomeRound(1).weights));
    EXPECT_TRUE(round.joined.equal(SomeRound(1).joined));
  }
}

// A second server that takes over the state goes on with the same bits, and
// the state is a copy: what the first does afterwards is not in it.
TEST(ServerTest, StateRestoresTheWalk) {
  for (const AggregationRule& rule : kAll) {
    const auto original = MakeServer(rule, SomeRound(1).weights);
    original->Step(SomeRound(1));
    original->Step(SomeRound(2));
    const auto state = original->State();
    const auto restored = MakeServer(rule, SomeRound(1).weights);
    std::vector<at::Tensor> expected;
    for (const Seed seed : {3, 4}) {
      expected.push_back(original->Step(SomeRound(seed)));
    }
    ASSERT_OK(restored->Restore(state));
    EXPECT_TRUE(restored->Step(SomeRound(3)).equal(expected[0]));
    EXPECT_TRUE(restored->Step(SomeRound(4)).equal(expected[1]));
  }
}

TEST(ServerTest, AStateThatDoesNotFitChangesNothing) {
  const auto server = MakeServer(FedAdaptiveOptions{}, Row({1, 1}));
  const auto lacks = [](const char* name) {
    return StatusIs(absl::StatusCode::kDataLoss,
                    HasSubstr(std::string("has no '") + name + "'"));
  };
  EXPECT_THAT(server->Restore({{"first_moment", Row({5, 5})}}),
              lacks("second_moment"));
  EXPECT_THAT(server->Restore(
                  {{"first_moment", Row({5, 5})}, {"second_moment", Row({5})}}),
              lacks("second_moment"));
  EXPECT_THAT(server->Restore({{"first_moment", Row({5, 5}).to(at::kFloat)},
                               {"second_moment", Row({5, 5})}}),
              lacks("first_moment"));
  EXPECT_TRUE(server->State()[0].value.equal(Row({0, 0})));
}

TEST(ServerDeathTest, RefusesWhatIsNotARoundOfItsKind) {
  EXPECT_DEATH(MakeServer(FedSgdOptions{}, Row({1})), "optimiser of .train.");
  EXPECT_DEATH(MakeServer(FedAvgOptions{}, Row({1}).view({1, 1})), "one row");
  const auto momentum = MakeServer(FedAvgMOptions{}, Row({1}));
  EXPECT_DEATH(momentum->Step({.weights = Row({1}), .joined = Row({1, 2})}),
               "must have the shape and dtype of the weights");
  EXPECT_DEATH(momentum->Step({.weights = Row({1, 2}), .joined = Row({1, 2})}),
               "momentum must have the shape");
  const auto scaffold = MakeServer(ScaffoldOptions{}, Row({1}));
  EXPECT_DEATH(scaffold->Step({.weights = Row({1}), .joined = Row({1})}),
               "the change of the control variates must be given");
  EXPECT_DEATH(scaffold->Step({.weights = Row({1}),
                               .joined = Row({1}),
                               .control_change = Row({1}),
                               .share = 0}),
               "share that took part must be in");
}

}  // namespace
}  // namespace flow::federated
