#include "federated/rounds/decentralised_training.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/empty_like.h"
#include "ATen/ops/stack.h"
#include "core/base/status_testing.h"
#include "core/nn/flat_parameters.h"
#include "federated/rounds/local_training.h"
#include "federated/rounds/make_round_rule.h"
#include "federated/rounds/participation.h"
#include "federated/rounds/rounds_testing.h"
#include "federated/topology/make_graph.h"
#include "federated/topology/round_traffic.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using core::NamedTensor;
using testing::HasSubstr;

constexpr int64_t kModelBytes = kParameters * 4;
// twice the relative error of a rounding to float32
constexpr double kUlp = 0x1p-23;

FederationOptions Averaged(TopologyOptions topology, int64_t steps = 2) {
  FederationOptions options;
  options.topology = std::move(topology);
  options.aggregation.rule = FedAvgOptions{};
  options.local = {.steps = steps,
                   .optimizer = core::SgdOptions{.learning_rate = 0.05}};
  return options;
}

std::vector<Client> EqualClients(int64_t count) {
  std::vector<Client> clients;
  for (int64_t i = 0; i < count; ++i) {
    clients.push_back(ClientOf(BatchesOf(i), 1));
  }
  return clients;
}

at::Tensor InitialFlat() { return core::Flatten(Initial()).flat; }

// Of all clients, [n, P].
at::Tensor Models(const Trained& run) {
  for (const NamedTensor& t : run.state) {
    if (t.name == "federation.models") return t.value;
  }
  return {};
}

// The weights, one behind the other, in the order of Initial().
at::Tensor WeightsOf(const Trained& run) {
  core::Parameters weights = Initial();
  for (NamedTensor& w : weights) {
    for (const NamedTensor& t : run.state) {
      if (t.name == "weights." + w.name) w.value = t.value;
    }
  }
  return core::Flatten(weights).flat;
}

double MaxDifference(const at::Tensor& a, const at::Tensor& b) {
  return (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item<double>();
}

// Where a client's round leads from `weights`.
at::Tensor AfterRound(const FederationOptions& options, int64_t client,
                      int64_t round, const at::Tensor& weights) {
  const Client own = ClientOf(BatchesOf(client), 1);
  const LocalStart start = {.client = client,
                            .round = round,
                            .weights = weights,
                            .end = at::empty_like(weights),
                            .proximal_mu = options.aggregation.proximal_mu};
  return TrainLocally(options.local, start, Initial(), own.gradients.get())
      ->weights;
}

// Plain gradient steps keep no moments from round to round that could be lost.
TEST(RingTest, OfOneClientIsTrainingAloneToTheBit) {
  core::TrainOptions alone = Rounds(40);
  alone.optimizer = core::SgdOptions{.learning_rate = 0.05};
  ASSERT_OK_AND_ASSIGN(
      const Trained run,
      TrainFederated(Averaged(RingOptions{}, 5), Rounds(8), MakeClients(1)));
  ExpectSameWeights(run.state, TrainAlone(alone));
  EXPECT_EQ(run.traffic.peer_bytes, 0);
}

TEST(RingTest, EachGoesOnWhereTheOneBeforeHasLeftTheModel) {
  FederationOptions options = Averaged(RingOptions{}, 3);
  for (const double mu : {0.0, 2.0}) {
    options.aggregation.proximal_mu = mu;
    at::Tensor w = InitialFlat();
    for (int64_t round = 0; round < 2; ++round) {
      for (int64_t i = 0; i < 3; ++i) w = AfterRound(options, i, round, w);
    }
    ASSERT_OK_AND_ASSIGN(const Trained run,
                         TrainFederated(options, Rounds(2), MakeClients(3)));
    EXPECT_TRUE(w.equal(WeightsOf(run))) << mu;
  }
}

TEST(RingTest, TakesTheTimeOfAllOneAfterTheOther) {
  ASSERT_OK_AND_ASSIGN(
      const Trained run,
      TrainFederated(Averaged(RingOptions{}, 5), Rounds(2), MakeClients(3)));
  EXPECT_EQ(run.traffic.simulated_time, 2 * 3 * 5);
  EXPECT_EQ(run.traffic.peer_bytes, 2 * 3 * kModelBytes);
  EXPECT_EQ(run.traffic.bytes_up + run.traffic.bytes_down, 0);
  EXPECT_FALSE(run.communication.spectral_gap.has_value());
  EXPECT_FALSE(run.communication.consensus_distance.has_value());
}

// Both sum in double and round once, so that a round leaves them within kUlp of
// each other, in units of weights below one. A step of a rate eta makes of a
// difference at most 1 + eta L of it, L the curvature; training is stable, so
// eta L <= 1: in four rounds of two steps 1 + 4 + 16 + 64 = 85 kUlp.
TEST(GossipTest, OfAllWithAllOfEqualWeightIsAStar) {
  const FederationOptions gossip = Averaged(GossipOptions{Complete{}});
  const FederationOptions star = Averaged(StarOptions{});
  for (const auto& [rounds, ulps] : {std::pair(1, 1.0), std::pair(4, 85.0)}) {
    ASSERT_OK_AND_ASSIGN(const Trained a, TrainFederated(gossip, Rounds(rounds),
                                                         EqualClients(6)));
    ASSERT_OK_AND_ASSIGN(const Trained b,
                         TrainFederated(star, Rounds(rounds), EqualClients(6)));
    ASSERT_LT(WeightsOf(b).abs().max().item<double>(), 1);
    EXPECT_LE(MaxDifference(WeightsOf(a), WeightsOf(b)), ulps * kUlp);
    EXPECT_NEAR(*a.communication.spectral_gap, 1, 1e-12);
    EXPECT_LE(*a.communication.consensus_distance,
              ulps * kUlp * std::sqrt(kParameters));
    EXPECT_EQ(a.traffic.peer_bytes, rounds * 6 * 5 * kModelBytes);
    EXPECT_EQ(a.traffic.simulated_time, b.traffic.simulated_time);
  }
}

// A circle of five has the gap 1 - (1/3 + 2/3 cos(2 pi / 5)) = 0.46; after 100
// steps 2e-27 of what was between them is left.
TEST(GossipTest, OfManyStepsIsAStarByWeights) {
  const FederationOptions gossip =
      Averaged(GossipOptions{EdgeList{{0, 1, 1, 2, 2, 3, 3, 4, 4, 0}}, 100});
  ASSERT_OK_AND_ASSIGN(const Trained a,
                       TrainFederated(gossip, Rounds(1), MakeClients(5)));
  ASSERT_OK_AND_ASSIGN(
      const Trained b,
      TrainFederated(Averaged(StarOptions{}), Rounds(1), MakeClients(5)));
  ASSERT_LT(WeightsOf(b).abs().max().item<double>(), 1);
  EXPECT_LE(MaxDifference(WeightsOf(a), WeightsOf(b)), kUlp);
  EXPECT_NEAR(*a.communication.spectral_gap,
              2.0 / 3 * (1 - std::cos(2 * M_PI / 5)), 1e-12);
}

// The path 0 - 1 - 2 has the degrees 1, 2, 1, so W = [2 1 0; 1 1 1; 0 1 2] / 3;
// clients count 1, 2, 3.
TEST(GossipTest, OnAPathAsWrittenOut) {
  const FederationOptions options =
      Averaged(GossipOptions{EdgeList{{0, 1, 1, 2}}});
  std::vector<at::Tensor> own;
  for (int64_t i = 0; i < 3; ++i) {
    own.push_back(AfterRound(options, i, 0, InitialFlat()).to(at::kDouble));
  }
  const at::Tensor mixed = at::stack({(2 * own[0] + 2 * own[1]) / 4,
                                      (own[0] + 2 * own[1] + 3 * own[2]) / 6,
                                      (2 * own[1] + 6 * own[2]) / 8});
  ASSERT_OK_AND_ASSIGN(const Trained run,
                       TrainFederated(options, Rounds(1), MakeClients(3)));
  EXPECT_LE(MaxDifference(Models(run), mixed), kUlp);
  const at::Tensor mean = (mixed[0] + 2 * mixed[1] + 3 * mixed[2]) / 6;
  EXPECT_LE(MaxDifference(WeightsOf(run), mean), 2 * kUlp);
  // two edges, both ways
  EXPECT_EQ(run.traffic.peer_bytes, 4 * kModelBytes);
  EXPECT_NEAR(*run.communication.spectral_gap, 1.0 / 3, 1e-12);
  // the next round begins from the client's own model
  ASSERT_OK_AND_ASSIGN(const Trained two,
                       TrainFederated(options, Rounds(2), MakeClients(3)));
  for (int64_t i = 0; i < 3; ++i) {
    own[i] = AfterRound(options, i, 1, Models(run)[i]).to(at::kDouble);
  }
  EXPECT_LE(MaxDifference(Models(two)[0], (2 * own[0] + 2 * own[1]) / 4), kUlp);
}

TEST(GossipTest, WhoDoesNotTakePartKeepsItsModel) {
  FederationOptions options = Averaged(GossipOptions{Complete{}});
  options.participation = {.fraction = 0.5};
  ASSERT_OK_AND_ASSIGN(const Trained run,
                       TrainFederated(options, Rounds(1), MakeClients(8)));
  const Attendance there =
      Participation(options.participation, 8, /*seed=*/11).Of(0, 2);
  ASSERT_EQ(there.asked.size(), 4);
  for (int64_t i = 0; i < 8; ++i) {
    const bool takes_part =
        std::any_of(there.asked.begin(), there.asked.end(),
                    [i](const Asked& a) { return a.client == i; });
    EXPECT_EQ(Models(run)[i].equal(InitialFlat()), !takes_part) << i;
  }
  EXPECT_EQ(run.traffic.peer_bytes, 4 * 3 * kModelBytes);
}

std::vector<std::pair<const char*, FederationOptions>> Settings() {
  std::vector<std::pair<const char*, FederationOptions>> settings;
  const auto add = [&](const char* name, TopologyOptions topology) {
    FederationOptions options = Averaged(std::move(topology));
    options.participation = {
        .fraction = 0.8, .dropout = 0.1, .deadline = 4, .speed_spread = 0.5};
    settings.emplace_back(name, std::move(options));
  };
  add("ring", RingOptions{});
  add("all", GossipOptions{Complete{}});
  add("circle", GossipOptions{WattsStrogatz{.neighbours = 2, .rewire = 0.2}});
  settings.back().second.aggregation.proximal_mu = 0.5;
  add("random", GossipOptions{ErdosRenyi{0.5}, 3});
  settings.back().second.local.optimizer = core::AdamOptions{};
  return settings;
}

TEST(DecentralisedTrainingTest, TheSameBitsForAnyNumberOfThreads) {
  for (const auto& [name, options] : Settings()) {
    SCOPED_TRACE(name);
    ExpectSameForAnyThreads(options);
  }
}

TEST(DecentralisedTrainingTest, ResumesWithTheSameBits) {
  for (const auto& [name, options] : Settings()) {
    SCOPED_TRACE(name);
    core::TrainOptions every = Rounds(6);
    every.ema_decay = 0.5;
    ASSERT_OK_AND_ASSIGN(const Trained all,
                         TrainFederated(options, every, MakeClients(8)));
    every.checkpoint_every = 4;
    Rig stopped(options, every, MakeClients(8));
    Rig resumed(options, every, MakeClients(8));
    ASSERT_OK(resumed.trainer->Restore(StateWhenKilled(4, &stopped)));
    EXPECT_EQ(resumed.trainer->step(), 4);
    ASSERT_OK_AND_ASSIGN(const Trained rest, resumed.Train());
    ExpectSameWeights(rest.state, all.state);
    EXPECT_EQ(rest.traffic.peer_bytes, all.traffic.peer_bytes);
    EXPECT_EQ(rest.traffic.simulated_time, all.traffic.simulated_time);
    EXPECT_EQ(rest.communication.consensus_distance,
              all.communication.consensus_distance);
  }
}

// A large mu keeps a client where it was: 1 - eta mu = 0.5 a step.
TEST(DecentralisedTrainingTest, AProximalTermHoldsClientsBack) {
  for (auto [name, options] : Settings()) {
    SCOPED_TRACE(name);
    options.local = {.steps = 8,
                     .optimizer = core::SgdOptions{.learning_rate = 0.05}};
    options.participation = {};
    const auto moved = [&](double mu) {
      options.aggregation.proximal_mu = mu;
      const auto run = TrainFederated(options, Rounds(1), MakeClients(4));
      return (WeightsOf(*run) - InitialFlat()).norm().item<double>();
    };
    EXPECT_LT(moved(10), 0.7 * moved(0));
  }
}

TEST(DecentralisedTrainingTest, Learns) {
  for (auto [name, options] : Settings()) {
    SCOPED_TRACE(name);
    // as for FederatedTraining
    ASSERT_OK_AND_ASSIGN(const Trained start,
                         TrainFederated(options, Rounds(1), MakeClients(8)));
    ASSERT_OK_AND_ASSIGN(const Trained run,
                         TrainFederated(options, Rounds(120), MakeClients(8)));
    EXPECT_LT(run.last_loss, 0.7 * start.last_loss);
  }
}

TEST(DecentralisedTrainingTest, TooFewAnswersAreAnError) {
  FederationOptions options = Averaged(RingOptions{});
  options.participation = {.dropout = 0.9, .min_clients = 3};
  EXPECT_THAT(TrainFederated(options, Rounds(50), MakeClients(4)).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("and 3 must; ask more of them")));
}

TEST(DecentralisedTrainingTest, RefusesAGraphThatFallsApart) {
  FederationOptions options = Averaged(GossipOptions{EdgeList{{0, 1, 2, 3}}});
  options.clients = 4;
  ThreadPool pool(1);
  auto clients = std::make_unique<LocalClients>(
      options, Rounds(1), MakeClients(4), Initial(), /*seed=*/1, &pool);
  EXPECT_THAT(
      MakeRoundRule(
          options, Rounds(1),
          {.clients = std::move(clients), .initial = Initial(), .pool = &pool})
          .status(),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("none lead from client 0 to client 2")));
}

TEST(DecentralisedTrainingDeathTest, RefusesWhatItDoesNotDo) {
  FederationOptions options = Averaged(RingOptions{});
  options.compression = Int8Options{};
  EXPECT_DEATH(TrainFederated(options, Rounds(1), MakeClients(2)).IgnoreError(),
               "models are sent as they are");
  options = Averaged(RingOptions{});
  options.aggregation.rule = FedSgdOptions{};
  EXPECT_DEATH(TrainFederated(options, Rounds(1), MakeClients(2)).IgnoreError(),
               "clients without a server average weights");
}

// Steps that are far too long: losses are finite and the weights overflow.
TEST(DecentralisedTrainingTest, WeightsThatAreNotFiniteAreAnError) {
  for (const TopologyOptions& topology :
       {TopologyOptions(RingOptions{}),
        TopologyOptions(GossipOptions{.graph = Complete{}})}) {
    FederationOptions options = Averaged(topology, 1);
    options.local.optimizer = core::SgdOptions{.learning_rate = 3e38};
    EXPECT_THAT(
        TrainFederated(options, Rounds(3), EqualClients(2)).status(),
        StatusIs(absl::StatusCode::kOutOfRange, HasSubstr("not finite")));
  }
}

}  // namespace
}  // namespace flow::federated
