#include "federated/rounds/federated_training.h"

#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/full_like.h"
#include "core/base/status_macros.h"
#include "core/base/status_testing.h"
#include "core/nn/mlp.h"
#include "core/train/autograd_gradient.h"
#include "core/train/velocity_regression.h"
#include "federated/aggregation/weighted_mean.h"
#include "federated/rounds/local_clients.h"
#include "federated/rounds/make_round_rule.h"
#include "federated/rounds/participation.h"
#include "federated/rounds/rounds_testing.h"
#include "federated/topology/hierarchy.h"
#include "federated/topology/link_costs.h"
#include "federated/topology/round_latency.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using core::Batches;
using core::NamedTensor;
using testing::HasSubstr;

TEST(FederatedTrainingTest, OneClientIsTrainingAloneToTheBit) {
  core::TrainOptions train = Rounds(40);
  train.ema_decay = 0.9;
  train.max_gradient_norm = 1;
  train.schedule = core::WarmupCosineOptions{.warmup = 5};
  ASSERT_OK_AND_ASSIGN(const Trained run,
                       TrainFederated({}, train, MakeClients(1)));
  ExpectSameWeights(run.state, TrainAlone(train));
}

// Plain gradient steps keep no moments from round to round that could be lost.
TEST(FederatedTrainingTest, OneClientWithLocalStepsIsTrainingAloneToTheBit) {
  core::TrainOptions alone = Rounds(40);
  alone.optimizer = core::SgdOptions{.learning_rate = 0.05};
  FederationOptions options;
  options.aggregation.rule = FedAvgOptions{};
  options.local = {.steps = 5, .optimizer = alone.optimizer};
  ASSERT_OK_AND_ASSIGN(const Trained run,
                       TrainFederated(options, Rounds(8), MakeClients(1)));
  ExpectSameWeights(run.state, TrainAlone(alone));
}

// The batches of all the clients, one behind the other.
class Together : public Batches {
 public:
  explicit Together(int64_t clients) : clients_(clients) {}
  absl::StatusOr<core::Stretch> GetStretch(int64_t step) const override {
    std::vector<at::Tensor> x0, x1, t, noise;
    for (int64_t i = 0; i < clients_; ++i) {
      FLOW_ASSIGN_OR_RETURN(const core::Batch batch, BatchesOf(i)->Get(step));
      x0.push_back(batch.x0_bd);
      x1.push_back(batch.x1_bd);
      t.push_back(batch.t_b);
      noise.push_back(batch.noise_bd);
    }
    const auto all = [](const std::vector<at::Tensor>& parts) {
      return at::concat(parts).to(at::kDouble);
    };
    return core::Stretch{step, 1, {all(x0), all(x1), all(t), all(noise)}};
  }

 private:
  int64_t clients_;
};

// The weighted mean of the clients' gradients is the gradient of their batches
// put together: some 600 numbers of size one, added in double in another order.
TEST(FederatedTrainingTest, EqualClientsAreOneLargeBatch) {
  core::Parameters parameters = Initial();
  for (NamedTensor& p : parameters) p.value = p.value.to(at::kDouble);
  const core::FlatParameters at = core::Flatten(parameters);
  core::AutogradGradient gradient(
      std::make_shared<core::Mlp>(kMlp),
      std::make_shared<core::VelocityRegression>(core::LinearPathOptions{}));
  ThreadPool pool(1);
  const auto of = [&](const Batches& batches) {
    core::Stretch stretch = *batches.GetStretch(0);
    for (at::Tensor* t : {&stretch.rows.x0_bd, &stretch.rows.x1_bd,
                          &stretch.rows.t_b, &stretch.rows.noise_bd}) {
      *t = t->to(at::kDouble);
    }
    return gradient.Compute(gradient.Prepare(std::move(stretch)), 0, at, &pool);
  };
  std::vector<ClientValue> sent;
  for (int64_t i = 0; i < 4; ++i) {
    sent.push_back({i, 1, of(*BatchesOf(i)).flat});
  }
  const at::Tensor whole = of(Together(4)).flat;
  EXPECT_LT((WeightedMean(sent) - whole).abs().max().item<double>(),
            1e-12 * whole.norm().item<double>());
}

std::vector<std::pair<const char*, FederationOptions>> Rules() {
  std::vector<std::pair<const char*, FederationOptions>> rules;
  const auto add = [&](const char* name, AggregationRule rule, double mu = 0) {
    FederationOptions options;
    options.aggregation = {rule, mu};
    options.local = {.steps = 3,
                     .optimizer = core::SgdOptions{.learning_rate = 0.05}};
    options.participation = {.fraction = 0.8, .dropout = 0.1};
    rules.emplace_back(name, options);
  };
  add("fed_sgd", FedSgdOptions{});
  add("fed_avg", FedAvgOptions{});
  add("fed_prox", FedAvgOptions{}, 0.5);
  add("fed_avgm", FedAvgMOptions{});
  add("fed_adam", FedAdaptiveOptions{});
  add("scaffold", ScaffoldOptions{});
  add("median", MedianOptions{});
  add("trimmed_mean", TrimmedMeanOptions{});
  add("krum", KrumOptions{});
  add("int8", FedAvgOptions{});
  rules.back().second.compression = Int8Options{};
  add("top_k", FedSgdOptions{});
  rules.back().second.compression = TopKOptions{.fraction = 0.1};
  add("secure", FedAvgOptions{});
  rules.back().second.secure_sum = SecureSumOptions{};
  add("private", FedAvgOptions{});
  rules.back().second.privacy = ClientLevelOptions{
      .clip = 1, .noise_multiplier = 0.01, .adaptive_quantile = 0.5};
  add("private_edges", FedAdaptiveOptions{.learning_rate = 0.02});
  rules.back().second.topology =
      HierarchicalOptions{.groups = 2, .edge_rounds = 2};
  rules.back().second.privacy =
      ClientLevelOptions{.clip = 1, .noise_multiplier = 0.01};
  rules.back().second.compression = Fp16Options{};
  add("edges", FedAvgOptions{});
  rules.back().second.topology =
      HierarchicalOptions{.groups = 2, .edge_rounds = 2};
  return rules;
}

TEST(FederatedTrainingTest, TheSameBitsForAnyNumberOfThreads) {
  for (const auto& [name, options] : Rules()) {
    SCOPED_TRACE(name);
    ExpectSameForAnyThreads(options);
  }
}

TEST(FederatedTrainingTest, ResumesWithTheSameBits) {
  for (const auto& [name, options] : Rules()) {
    SCOPED_TRACE(name);
    Rig whole(options, Rounds(6), MakeClients(8), 2);
    core::TrainOptions every = Rounds(6);
    every.checkpoint_every = 4;
    Rig stopped(options, every, MakeClients(8), 2);
    Rig resumed(options, Rounds(6), MakeClients(8), 2);
    ASSERT_OK(resumed.trainer->Restore(StateWhenKilled(4, &stopped)));
    EXPECT_EQ(resumed.trainer->step(), 4);
    ASSERT_OK_AND_ASSIGN(const Trained rest, resumed.Train());
    ASSERT_OK_AND_ASSIGN(const Trained all, whole.Train());
    ExpectSameWeights(rest.state, all.state);
    EXPECT_EQ(rest.traffic.bytes_up, all.traffic.bytes_up);
    EXPECT_EQ(rest.traffic.simulated_time, all.traffic.simulated_time);
  }
}

// Eight clients in a line, a watt each; of several groups each has one, and
// edge servers links of their own.
std::vector<LinkOptions> LineOf(const FederationOptions& options) {
  LinkOptions line = {.rate = 1000, .power = 1};
  LinkOptions edges = {.rate = 4000, .power = 1};
  const int64_t groups = HierarchyOf(options.topology).groups;
  for (int64_t i = 0; i < 8; ++i) {
    if (i % (8 / groups) == 0) {
      line.to_server.push_back(i);
    } else {
      line.between.insert(line.between.end(), {i - 1, i});
    }
  }
  for (int64_t g = 0; g < groups && groups > 1; ++g) {
    edges.edge_to_server.push_back(g);
  }
  return {line, edges};
}

FederationOptions OverLinks(FederationOptions options) {
  options.links = LineOf(options);
  return options;
}

// All that is sent goes over links: what it takes is a watt times the bytes of
// each link over its rate, at least those of Traffic over one link.
TEST(FederatedTrainingTest, OverLinksTheSameIsLearntToTheBit) {
  for (const auto& [name, options] : Rules()) {
    SCOPED_TRACE(name);
    ASSERT_OK_AND_ASSIGN(const Trained plain,
                         TrainFederated(options, Rounds(3), MakeClients(8)));
    ASSERT_OK_AND_ASSIGN(
        const Trained linked,
        TrainFederated(OverLinks(options), Rounds(3), MakeClients(8)));
    ExpectSameWeights(plain.state, linked.state);
    EXPECT_EQ(plain.traffic.bytes_up, linked.traffic.bytes_up);
    EXPECT_FALSE(plain.traffic.links.has_value());
    ASSERT_TRUE(linked.traffic.links.has_value());
    EXPECT_GT(linked.traffic.links->joules, linked.traffic.bytes_up / 1000.0);
    EXPECT_GT(linked.traffic.links->messages, linked.traffic.answered);
  }
}

TEST(FederatedTrainingTest, WhatLinksHaveCostGoesOnAfterAKill) {
  for (const auto& [name, options] : Rules()) {
    SCOPED_TRACE(name);
    core::TrainOptions every = Rounds(4);
    every.checkpoint_every = 2;
    Rig stopped(OverLinks(options), every, MakeClients(8));
    Rig resumed(OverLinks(options), Rounds(4), MakeClients(8));
    ASSERT_OK(resumed.trainer->Restore(StateWhenKilled(2, &stopped)));
    ASSERT_OK_AND_ASSIGN(const Trained rest, resumed.Train());
    ASSERT_OK_AND_ASSIGN(
        const Trained all,
        TrainFederated(OverLinks(options), Rounds(4), MakeClients(8)));
    EXPECT_EQ(rest.traffic.links->seconds, all.traffic.links->seconds);
    EXPECT_EQ(rest.traffic.links->joules, all.traffic.links->joules);
    EXPECT_EQ(rest.traffic.links->messages, all.traffic.links->messages);
  }
}

// A line of three. Up: 1 + 2 + 3 links, the last waits for three; down: three.
TEST(FederatedTrainingTest, ALineOfThreeClientsByHand) {
  FederationOptions options;
  options.links = {
      {.between = {0, 1, 1, 2}, .to_server = {0}, .rate = 1024, .power = 2}};
  ASSERT_OK_AND_ASSIGN(const Trained run,
                       TrainFederated(options, Rounds(5), MakeClients(3)));
  const double message = 4.0 * kParameters / 1024;  // in seconds: exact
  EXPECT_EQ(run.traffic.links->seconds, 5 * message * (3 + 3));
  EXPECT_EQ(run.traffic.links->joules, 5 * 2 * message * (6 + 3));
  EXPECT_EQ(run.traffic.links->messages, 5 * (6 + 3));
}

// A half of them fails: the model goes to all, nothing comes from those.
TEST(FederatedTrainingTest, OverLinksWhoFailsIsSentTheModelAndNotAwaited) {
  FederationOptions options;
  options.participation = {.dropout = 0.5};
  options.links = {
      {.to_server = {0, 1, 2, 3, 4, 5, 6, 7}, .rate = 1024, .power = 1}};
  ASSERT_OK_AND_ASSIGN(const Trained run,
                       TrainFederated(options, Rounds(6), MakeClients(8)));
  ASSERT_GT(run.traffic.dropped, 0);
  EXPECT_EQ(run.traffic.links->messages,
            run.traffic.asked + run.traffic.answered);
  EXPECT_EQ(run.traffic.links->joules,
            (run.traffic.bytes_up + run.traffic.bytes_down) / 1024.0);
  EXPECT_EQ(run.traffic.links->seconds, 6 * 2 * 4.0 * kParameters / 1024);
}

// Late in every round: the one whose step takes longest, at the slow link.
TEST(FederatedTrainingTest, OverLinksWhoIsLateSendsAndIsNotAwaited) {
  FederationOptions options;
  options.participation = {.deadline = 1.5, .speed_spread = 0.5};
  const Participation who(options.participation, 4, /*seed=*/11);
  LinkOptions quick = {.rate = 1024}, slow = {.rate = 1};
  for (const Asked& a : who.Of(0, 1).asked) {
    (a.answer == Answer::kLate ? slow : quick).to_server.push_back(a.client);
  }
  ASSERT_FALSE(slow.to_server.empty() || quick.to_server.empty());
  options.links = {quick, slow};
  ASSERT_OK_AND_ASSIGN(const Trained run,
                       TrainFederated(options, Rounds(3), MakeClients(4)));
  EXPECT_EQ(run.traffic.links->messages, 3 * 2 * 4);
  EXPECT_EQ(run.traffic.links->seconds, 3 * 2 * 4.0 * kParameters / 1024);
}

// Where all take part, the mean of a round is what a plan says; to the rounding
// of some thirty sums.
TEST(FederatedTrainingTest, RoundsOverLinksTakeTheLatencyOfTheFormula) {
  for (const int64_t edge_rounds : {1, 3}) {
    FederationOptions options;
    options.aggregation.rule = FedAvgOptions{};
    options.topology =
        HierarchicalOptions{.groups = 2, .edge_rounds = edge_rounds};
    options = OverLinks(options);
    ASSERT_OK_AND_ASSIGN(const Trained run,
                         TrainFederated(options, Rounds(4), MakeClients(8)));
    ASSERT_OK_AND_ASSIGN(
        const auto costs,
        LinkCosts::Create(options.links, *ClientGroups::Create(8, 2)));
    const double model = 4.0 * kParameters;
    const RelayBytes each = {.up = model, .down = model};
    const auto rounds = static_cast<double>(run.traffic.rounds);
    ASSERT_EQ(rounds, 4 * edge_rounds);
    EXPECT_NEAR(
        run.traffic.links->seconds / rounds,
        HierarchicalRoundLatency(costs.TimesOfAll(each, model), edge_rounds),
        1e-12 * run.traffic.links->seconds);
    const LinkCost mean = costs.MeanOfAll(each, model, edge_rounds);
    EXPECT_NEAR(run.traffic.links->joules / rounds, mean.joules,
                1e-12 * run.traffic.links->joules);
    EXPECT_NEAR(run.traffic.links->messages / rounds, mean.messages, 1e-9);
  }
}

TEST(FederatedTrainingTest, LinksThatLeadNowhereAreAnError) {
  FederationOptions options;
  options.clients = 2;
  options.links = {{.to_server = {0}, .rate = 1}};
  ThreadPool pool(1);
  EXPECT_THAT(MakeRoundRule(options, Rounds(1),
                            {.clients = std::make_unique<LocalClients>(
                                 options, Rounds(1), MakeClients(2), Initial(),
                                 12, &pool),
                             .initial = Initial(),
                             .pool = &pool})
                  .status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("client 1 has no way")));
}

// Edges that go one round send sums.
TEST(FederatedTrainingTest, EdgesOfOneRoundAreAStarToTheBit) {
  for (const auto& [name, star] : Rules()) {
    if (HierarchyOf(star.topology).groups > 1) continue;
    SCOPED_TRACE(name);
    // robust rules see what edges hold; noise is that of each edge
    if (star.aggregation.rule.index() >= 5 || star.privacy || star.secure_sum) {
      continue;
    }
    FederationOptions tree = star;
    tree.topology = HierarchicalOptions{.groups = 4};
    ASSERT_OK_AND_ASSIGN(const Trained a,
                         TrainFederated(star, Rounds(5), MakeClients(8)));
    ASSERT_OK_AND_ASSIGN(const Trained b,
                         TrainFederated(tree, Rounds(5), MakeClients(8)));
    ExpectSameWeights(a.state, b.state);
    EXPECT_EQ(a.traffic.edge_bytes_up, 0);
    EXPECT_GT(b.traffic.edge_bytes_up, 0);
  }
}

// Where one group is all, its rounds are those of a server that averages.
TEST(FederatedTrainingTest, RoundsOfTheOnlyEdgeAreRoundsOfAStarToTheBit) {
  FederationOptions star;
  star.aggregation.rule = FedAvgOptions{};
  star.participation.fraction = 0.5;
  star.local = {.steps = 2,
                .optimizer = core::SgdOptions{.learning_rate = 0.05}};
  FederationOptions tree = star;
  tree.topology = HierarchicalOptions{.groups = 1, .edge_rounds = 3};
  ASSERT_OK_AND_ASSIGN(const Trained a,
                       TrainFederated(star, Rounds(6), MakeClients(4)));
  ASSERT_OK_AND_ASSIGN(const Trained b,
                       TrainFederated(tree, Rounds(2), MakeClients(4)));
  const auto weights = [](const Trained& trained) {
    core::Parameters only;
    for (const core::NamedTensor& t : trained.state) {
      if (t.name.rfind("weights.", 0) == 0) only.push_back(t);
    }
    return only;
  };
  ExpectSameWeights(weights(a), weights(b));
}

// Two edges of one client each: every edge trains alone for two rounds.
TEST(FederatedTrainingTest, AnEdgeGoesOnFromItsOwnModel) {
  FederationOptions tree;
  tree.aggregation.rule = FedAvgOptions{};
  tree.local = {.steps = 1,
                .optimizer = core::SgdOptions{.learning_rate = 0.05}};
  FederationOptions star = tree;
  tree.topology = HierarchicalOptions{.groups = 2, .edge_rounds = 4};
  star.local.steps = 4;
  ASSERT_OK_AND_ASSIGN(const Trained a,
                       TrainFederated(tree, Rounds(3), MakeClients(2)));
  ASSERT_OK_AND_ASSIGN(const Trained b,
                       TrainFederated(star, Rounds(3), MakeClients(2)));
  ExpectSameWeights(a.state, b.state);
}

TEST(FederatedTrainingTest, AProximalTermOfNoughtIsFedAvg) {
  FederationOptions options = Rules()[1].second;
  ASSERT_OK_AND_ASSIGN(const Trained plain,
                       TrainFederated(options, Rounds(4), MakeClients(5)));
  options.aggregation.proximal_mu = 0;
  ASSERT_OK_AND_ASSIGN(const Trained nought,
                       TrainFederated(options, Rounds(4), MakeClients(5)));
  ExpectSameWeights(plain.state, nought.state);
  // and a large one keeps the clients where they were: 1 - eta mu = 0.5 a step
  options.aggregation.proximal_mu = 10;
  ASSERT_OK_AND_ASSIGN(const Trained held,
                       TrainFederated(options, Rounds(4), MakeClients(5)));
  const auto moved = [](const Trained& run) {
    return (run.state[0].value - Initial()[0].value).norm().item<double>();
  };
  EXPECT_LT(moved(held), 0.9 * moved(plain));
}

TEST(FederatedTrainingTest, EveryRuleLearns) {
  for (const auto& [name, options] : Rules()) {
    SCOPED_TRACE(name);
    ASSERT_OK_AND_ASSIGN(const Trained start,
                         TrainFederated(options, Rounds(1), MakeClients(8)));
    ASSERT_OK_AND_ASSIGN(const Trained run,
                         TrainFederated(options, Rounds(120), MakeClients(8)));
    // a network of nought has the loss 2 + 2.85, the second the clients' mean
    // square of a target's coordinate; one client alone could come to
    // int dt / (t^2 + (1 - t)^2) = pi / 2
    EXPECT_LT(run.last_loss, 0.7 * start.last_loss);
  }
}

TEST(FederatedTrainingTest, CountsWhatIsSent) {
  FederationOptions options = Rules()[1].second;
  options.participation = {.fraction = 0.5};
  ASSERT_OK_AND_ASSIGN(const Trained run,
                       TrainFederated(options, Rounds(3), MakeClients(8)));
  const int64_t parameters = 3 * 16 + 16 + 16 * 16 + 16 + 16 * 2 + 2;
  EXPECT_EQ(run.traffic.rounds, 3);
  EXPECT_EQ(run.traffic.asked, 12);
  EXPECT_EQ(run.traffic.answered, 12);
  EXPECT_EQ(run.traffic.bytes_up, 12 * parameters * 4);
  EXPECT_EQ(run.traffic.bytes_down, 12 * parameters * 4);
  EXPECT_EQ(run.traffic.simulated_time, 9);
  options.aggregation.rule = ScaffoldOptions{};
  ASSERT_OK_AND_ASSIGN(const Trained scaffold,
                       TrainFederated(options, Rounds(3), MakeClients(8)));
  EXPECT_EQ(scaffold.traffic.bytes_up, 2 * run.traffic.bytes_up);
}

// Steps that are far too long: the loss is finite and the weights overflow.
TEST(FederatedTrainingTest, WeightsThatAreNotFiniteNameTheClient) {
  FederationOptions options;
  options.aggregation.rule = FedAvgOptions{};
  options.local.optimizer = core::SgdOptions{.learning_rate = 3e38};
  EXPECT_THAT(TrainFederated(options, Rounds(3), MakeClients(2)).status(),
              StatusIs(absl::StatusCode::kOutOfRange,
                       HasSubstr("the loss of client 0 is not finite in step 1 "
                                 "of round")));
}

// Without a server: the same weights, and a message to each of the others.
TEST(FederatedTrainingTest, EverybodyWithEverybodyIsAStarToTheBit) {
  for (const auto& [name, star] : Rules()) {
    if (name != std::string("fed_sgd") && name != std::string("fed_avg") &&
        name != std::string("int8")) {
      continue;
    }
    SCOPED_TRACE(name);
    FederationOptions all = star;
    all.topology = FullyConnectedOptions{};
    ASSERT_OK_AND_ASSIGN(const Trained a,
                         TrainFederated(star, Rounds(5), MakeClients(8)));
    ASSERT_OK_AND_ASSIGN(const Trained b,
                         TrainFederated(all, Rounds(5), MakeClients(8)));
    ExpectSameWeights(a.state, b.state);
    EXPECT_EQ(a.traffic.peer_bytes, 0);
    EXPECT_EQ(b.traffic.peer_bytes, 7 * a.traffic.bytes_up);
    EXPECT_EQ(b.traffic.bytes_up, 0);
    EXPECT_EQ(b.traffic.bytes_down, 0);
    EXPECT_EQ(b.traffic.answered, a.traffic.answered);
  }
}

TEST(FederatedTrainingTest, TooFewAnswersAreAnError) {
  FederationOptions options;
  options.participation = {.dropout = 0.9, .min_clients = 3};
  EXPECT_THAT(TrainFederated(options, Rounds(50), MakeClients(4)).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("and 3 must; ask more of them")));
}

// A gradient that is not finite comes from one of the clients.
class Broken : public Batches {
 public:
  absl::StatusOr<core::Stretch> GetStretch(int64_t step) const override {
    auto stretch = BatchesOf(0)->GetStretch(step);
    stretch->rows.x1_bd = at::full_like(stretch->rows.x1_bd, NAN);
    return stretch;
  }
};

TEST(FederatedTrainingTest, ALossThatIsNotFiniteNamesTheClient) {
  for (const auto& options : {Rules()[0].second, Rules()[1].second}) {
    FederationOptions all = options;
    all.participation = {};
    std::vector<Client> clients = MakeClients(3);
    clients[1] = ClientOf(std::make_shared<Broken>(), 1);
    EXPECT_THAT(TrainFederated(all, Rounds(2), std::move(clients)).status(),
                StatusIs(absl::StatusCode::kOutOfRange,
                         HasSubstr("the loss of client 1 is not finite in step "
                                   "1 of round 1")));
  }
}

}  // namespace
}  // namespace flow::federated
