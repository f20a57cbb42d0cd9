#include "federated/rounds/modular_training.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "core/base/status_testing.h"
#include "core/nn/flat_parameters.h"
#include "federated/rounds/rounds_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using core::NamedTensor;
using testing::HasSubstr;

constexpr int64_t kRounds = 6;
constexpr int64_t kLayer0 = 3 * 16 + 16, kLayer1 = 16 * 16 + 16,
                  kLayer2 = 16 * 2 + 2;

FederationOptions Averaged(std::vector<ModuleOptions> modules,
                           int64_t steps = 2) {
  FederationOptions options;
  options.aggregation.rule = FedAvgOptions{};
  options.local = {.steps = steps,
                   .optimizer = core::SgdOptions{.learning_rate = 0.05}};
  options.modules = std::move(modules);
  return options;
}

FederationOptions InGroups(FederationOptions options, int64_t edge_rounds = 1) {
  options.topology =
      HierarchicalOptions{.groups = 2, .edge_rounds = edge_rounds};
  return options;
}

// One of each kind, with some who do not take part.
FederationOptions Mixed() {
  FederationOptions options =
      InGroups(Averaged({{"layers.0.weight", ModuleOwner::kFrozen},
                         {"layers.0.bias", ModuleOwner::kLocal},
                         {"layers.1.weight", ModuleOwner::kEdge, 3},
                         {"layers.1.bias", ModuleOwner::kGlobal, 2}}),
               /*edge_rounds=*/2);
  options.participation = {.fraction = 0.75, .dropout = 0.1};
  return options;
}

// The same in parts that some clients have, one of each kind, and all of
// another.
FederationOptions MixedAmongSome() {
  FederationOptions options = Mixed();
  options.modules = {{"layers.0.weight", ModuleOwner::kGlobal, 1, {1, 3}},
                     {"layers.0.bias", ModuleOwner::kLocal, 1, {2}},
                     {"layers.1.weight", ModuleOwner::kEdge, 3, {0, 1, 3}},
                     {"layers.1.bias", ModuleOwner::kGlobal, 2, {0, 2}},
                     {"layers.2.bias", ModuleOwner::kLocal}};
  return options;
}

Trained TrainFour(const FederationOptions& options,
                  const core::TrainOptions& train = Rounds(kRounds),
                  int threads = 2) {
  auto run = TrainFederated(options, train, MakeClients(4), threads);
  EXPECT_OK(run.status());
  return *std::move(run);
}

at::Tensor TensorOf(const std::vector<NamedTensor>& state,
                    const std::string& name) {
  for (const NamedTensor& t : state) {
    if (t.name == name) return t.value;
  }
  ADD_FAILURE() << "no tensor " << name;
  return {};
}

at::Tensor WeightsOf(const std::vector<NamedTensor>& state) {
  core::Parameters weights;
  for (const NamedTensor& p : Initial()) {
    weights.push_back({p.name, TensorOf(state, "weights." + p.name)});
  }
  return core::Flatten(weights).flat;
}

// Of four clients, who have one part.
at::Tensor OwnOf(const Trained& run, int64_t client) {
  return TensorOf(run.state, "federation.modules.own").view({4, -1})[client];
}

// What these clients come to without the others and without modules.
at::Tensor TrainOnly(std::vector<int64_t> numbers) {
  std::vector<Client> clients;
  for (const int64_t i : numbers) {
    clients.push_back(ClientOf(BatchesOf(i), 1.0 + i));
  }
  auto run = TrainFederated(Averaged({}), Rounds(kRounds), std::move(clients));
  EXPECT_OK(run.status());
  return WeightsOf(run->state);
}

TEST(ModularTrainingTest, WhereAllIsLocalEachTrainsAlone) {
  const Trained run = TrainFour(Averaged({{"layers", ModuleOwner::kLocal}}));
  at::Tensor mean;  // in double
  for (int64_t i = 0; i < 4; ++i) {
    EXPECT_TRUE(OwnOf(run, i).equal(TrainOnly({i}))) << i;
    const at::Tensor share = OwnOf(run, i).to(at::kDouble) * (1 + i) / 10;
    mean = i == 0 ? share : mean + share;
  }
  // what is evaluated: weights are of size one, in floats of 6e-8
  EXPECT_LT((WeightsOf(run.state) - mean).abs().max().item<double>(), 1e-6);
  EXPECT_EQ(run.traffic.bytes_up, 0);
  EXPECT_EQ(run.traffic.bytes_down, 0);
}

TEST(ModularTrainingTest, WhereAllIsGlobalThereAreNoModules) {
  for (const bool in_groups : {false, true}) {
    FederationOptions with = Averaged({{"layers.0"}, {"layers.2"}});
    FederationOptions without = Averaged({});
    core::TrainOptions train = Rounds(kRounds);
    train.ema_decay = 0.9;
    if (in_groups) with = InGroups(with, 2), without = InGroups(without, 2);
    const Trained a = TrainFour(with, train), b = TrainFour(without, train);
    ExpectSameWeights(a.state, b.state);
    EXPECT_EQ(a.last_loss, b.last_loss);
    EXPECT_EQ(a.traffic.bytes_up, b.traffic.bytes_up);
    EXPECT_EQ(a.traffic.bytes_down, b.traffic.bytes_down);
    EXPECT_EQ(a.traffic.edge_bytes_up, b.traffic.edge_bytes_up);
  }
}

// Plain gradient steps know nothing of rounds.
TEST(ModularTrainingTest, RarelyGlobalIsMoreLocalSteps) {
  const Trained rare =
      TrainFour(Averaged({{"layers", ModuleOwner::kGlobal, 3}}));
  const Trained longer = TrainFour(Averaged({}, /*steps=*/6), Rounds(2));
  ExpectSameWeights(rare.state, longer.state);
  EXPECT_EQ(rare.traffic.bytes_up, longer.traffic.bytes_up);
  EXPECT_EQ(rare.traffic.bytes_down, longer.traffic.bytes_down);
}

TEST(ModularTrainingTest, WhatIsOfAnEdgeIsThatOfItsGroupAlone) {
  const Trained run =
      TrainFour(InGroups(Averaged({{"layers", ModuleOwner::kEdge}})));
  const at::Tensor first = TrainOnly({0, 1}), second = TrainOnly({2, 3});
  EXPECT_TRUE(OwnOf(run, 0).equal(first));
  EXPECT_TRUE(OwnOf(run, 1).equal(first));
  EXPECT_TRUE(OwnOf(run, 2).equal(second));
  EXPECT_TRUE(OwnOf(run, 3).equal(second));
  EXPECT_EQ(run.traffic.edge_bytes_up, 0);
  EXPECT_EQ(run.traffic.bytes_up, kRounds * 4 * 4 * kParameters);
  // A server that comes once in as many rounds makes the same of it, up to the
  // order in which weights of size one are added.
  const Trained tree = TrainFour(InGroups(Averaged({}), kRounds), Rounds(1));
  EXPECT_LT(
      (WeightsOf(run.state) - WeightsOf(tree.state)).abs().max().item<double>(),
      1e-6);
}

TEST(ModularTrainingTest, RarelyOfAnEdgeIsMoreLocalSteps) {
  const Trained rare =
      TrainFour(InGroups(Averaged({{"layers", ModuleOwner::kEdge, 3}})));
  const Trained longer = TrainFour(
      InGroups(Averaged({{"layers", ModuleOwner::kEdge}}, /*steps=*/6)),
      Rounds(2));
  for (int64_t i = 0; i < 4; ++i) {
    EXPECT_TRUE(OwnOf(rare, i).equal(OwnOf(longer, i))) << i;
  }
  EXPECT_EQ(rare.traffic.bytes_up, longer.traffic.bytes_up);
  EXPECT_EQ(rare.traffic.bytes_down, longer.traffic.bytes_down);
}

// By a rule that moves weights without a gradient, too.
TEST(ModularTrainingTest, WhatIsFrozenNeverMoves) {
  FederationOptions options =
      Averaged({{"layers.1", ModuleOwner::kFrozen}}, /*steps=*/3);
  options.local.optimizer = core::AdamWOptions{.weight_decay = 0.1};
  core::TrainOptions train = Rounds(kRounds);
  train.max_gradient_norm = 0.1;
  const Trained run = TrainFour(options, train);
  const at::Tensor before = core::Flatten(Initial()).flat;
  const at::Tensor change = WeightsOf(run.state) - before;
  EXPECT_EQ(change.narrow(0, kLayer0, kLayer1).abs().max().item<float>(), 0);
  EXPECT_GT(change.narrow(0, 0, kLayer0).abs().min().item<float>(), 0);
  EXPECT_EQ(run.traffic.bytes_up, kRounds * 4 * 4 * (kLayer0 + kLayer2));
  EXPECT_EQ(run.traffic.bytes_down, run.traffic.bytes_up);
}

// The gradient of what is frozen is not clipped with the rest: a step is as
// long as the clipped gradient times its rate, up to the rounding of a hundred
// weights of size one to floats.
TEST(ModularTrainingTest, WhatIsFrozenDoesNotClipTheRest) {
  core::TrainOptions train = Rounds(1);
  train.max_gradient_norm = 0.1;
  const Trained run = *TrainFederated(
      Averaged({{"layers.1", ModuleOwner::kFrozen}}, /*steps=*/1), train,
      MakeClients(1));
  const at::Tensor change =
      WeightsOf(run.state) - core::Flatten(Initial()).flat;
  EXPECT_NEAR(change.norm().item<double>(), 0.05 * 0.1, 1e-6);
}

// A client whose last layer alone is trained, against gradients of which the
// rest is left out: three steps of one round and three rounds of one step are
// one training, and would not be if the layers below moved within a round.
TEST(ModularTrainingTest, WhatIsFrozenStaysWithinARound) {
  const std::vector<ModuleOptions> modules = {
      {"layers.0", ModuleOwner::kFrozen}, {"layers.1", ModuleOwner::kFrozen}};
  const Trained one_round = *TrainFederated(Averaged(modules, /*steps=*/6),
                                            Rounds(1), MakeClients(1));
  const Trained rounds = *TrainFederated(Averaged(modules, /*steps=*/1),
                                         Rounds(6), MakeClients(1));
  ExpectSameWeights(one_round.state, rounds.state);
}

TEST(ModularTrainingTest, LocalPartsAreNotCounted) {
  const Trained run =
      TrainFour(Averaged({{"layers.2", ModuleOwner::kLocal},
                          {"layers.0", ModuleOwner::kGlobal, /*every=*/2}}));
  const int64_t numbers = kRounds * 4 * kLayer1 + kRounds / 2 * 4 * kLayer0;
  EXPECT_EQ(run.traffic.bytes_up, 4 * numbers);
  EXPECT_EQ(run.traffic.bytes_down, 4 * numbers);
}

TEST(ModularTrainingTest, WhoNeverAnswersKeepsTheFirstWeights) {
  FederationOptions options = Averaged({{"layers.2", ModuleOwner::kLocal}});
  options.participation.fraction = 0.25;
  const Trained run = TrainFour(options, Rounds(1));
  const at::Tensor first =
      core::Flatten(Initial()).flat.narrow(0, kLayer0 + kLayer1, kLayer2);
  int as_before = 0;
  for (int64_t i = 0; i < 4; ++i) as_before += OwnOf(run, i).equal(first);
  EXPECT_EQ(as_before, 3);
}

void ExpectSameState(const std::vector<NamedTensor>& a,
                     const std::vector<NamedTensor>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (size_t t = 0; t < a.size(); ++t) {
    EXPECT_TRUE(a[t].value.equal(b[t].value)) << a[t].name;
  }
}

TEST(ModularTrainingTest, TheBitsDoNotDependOnThreads) {
  for (const FederationOptions& options : {Mixed(), MixedAmongSome()}) {
    const Trained one = TrainFour(options, Rounds(kRounds), /*threads=*/1);
    const Trained three = TrainFour(options, Rounds(kRounds), /*threads=*/3);
    ExpectSameState(one.state, three.state);
  }
}

TEST(ModularTrainingTest, GoesOnFromACheckpointToTheSameBits) {
  core::TrainOptions train = Rounds(kRounds);
  train.ema_decay = 0.8;
  train.checkpoint_every = 1;
  for (const FederationOptions& options : {Mixed(), MixedAmongSome()}) {
    const Trained whole = TrainFour(options, train);
    for (const int64_t stop : {1, 3, 4}) {
      SCOPED_TRACE(stop);
      Rig first(options, train, MakeClients(4));
      Rig second(options, train, MakeClients(4), /*threads=*/1);
      ASSERT_OK(second.trainer->Restore(StateWhenKilled(stop, &first)));
      ASSERT_OK_AND_ASSIGN(const Trained rest, second.Train());
      ExpectSameState(whole.state, rest.state);
    }
  }
}

constexpr ModuleOwner kTrained[] = {ModuleOwner::kGlobal, ModuleOwner::kLocal};

TEST(ModularTrainingTest, WhatIsOfOneClientIsItsTrainingAlone) {
  for (const ModuleOwner owner : kTrained) {
    const Trained run = TrainFour(Averaged({{"layers", owner, 1, {2}}}));
    EXPECT_TRUE(WeightsOf(run.state).equal(TrainOnly({2})));
    const int64_t bytes =
        owner == ModuleOwner::kGlobal ? kRounds * 4 * kParameters : 0;
    EXPECT_EQ(run.traffic.bytes_up, bytes);
    EXPECT_EQ(run.traffic.bytes_down, bytes);
  }
}

// Each client of two trains what the other does not, against what the other
// began with.
TEST(ModularTrainingTest, PartsOfDifferentClientsAreTrainingsOfTheirOwn) {
  const auto alone = [](int64_t client, std::vector<ModuleOptions> frozen) {
    const Trained run =
        *TrainFederated(Averaged(std::move(frozen)), Rounds(kRounds),
                        {ClientOf(BatchesOf(client), 1)});
    return WeightsOf(run.state);
  };
  const at::Tensor first = alone(0, {{"layers.1", ModuleOwner::kFrozen},
                                     {"layers.2", ModuleOwner::kFrozen}});
  const at::Tensor second = alone(1, {{"layers.0", ModuleOwner::kFrozen}});
  for (const ModuleOwner owner : kTrained) {
    const Trained run =
        *TrainFederated(Averaged({{"layers.0", owner, 1, {0}},
                                  {"layers.1", owner, 1, {1}},
                                  {"layers.2", ModuleOwner::kGlobal, 2, {1}}}),
                        Rounds(kRounds), MakeClients(2));
    const at::Tensor both = WeightsOf(run.state);
    EXPECT_TRUE(both.narrow(0, 0, kLayer0).equal(first.narrow(0, 0, kLayer0)));
    EXPECT_TRUE(both.narrow(0, kLayer0, kLayer1 + kLayer2)
                    .equal(second.narrow(0, kLayer0, kLayer1 + kLayer2)));
    EXPECT_FALSE(both.equal(first));
  }
}

TEST(ModularTrainingTest, WhereAllAreNamedItIsAsWhereNobodyIs) {
  for (const int64_t edge_rounds : {0, 1, 2}) {
    FederationOptions without =
        Averaged({{"layers.0.weight", ModuleOwner::kLocal},
                  {"layers.0.bias", ModuleOwner::kGlobal, 3},
                  {"layers.1.weight",
                   edge_rounds > 0 ? ModuleOwner::kEdge : ModuleOwner::kLocal},
                  {"layers.1.bias"},
                  {"layers.2"}});
    if (edge_rounds > 0) without = InGroups(without, edge_rounds);
    without.participation = {.fraction = 0.75, .dropout = 0.2};
    FederationOptions with = without;
    for (ModuleOptions& module : with.modules) module.clients = {0, 1, 2, 3};
    const Trained a = TrainFour(with), b = TrainFour(without);
    ExpectSameState(a.state, b.state);
    EXPECT_EQ(a.last_loss, b.last_loss);
  }
}

// By weights of two and four; nobody else counts.
TEST(ModularTrainingTest, WhatIsEvaluatedIsTheMeanOfThoseWhoHaveIt) {
  const Trained run =
      TrainFour(Averaged({{"layers", ModuleOwner::kLocal, 1, {1, 3}}}));
  const at::Tensor mean = (2 * TrainOnly({1}).to(at::kDouble) +
                           4 * TrainOnly({3}).to(at::kDouble)) /
                          6;
  // weights of size one, in floats of 6e-8
  EXPECT_LT((WeightsOf(run.state) - mean).abs().max().item<double>(), 1e-6);
}

TEST(ModularTrainingTest, AnEdgesPartIsThatOfItsClientsWhoHaveIt) {
  const Trained run = TrainFour(
      InGroups(Averaged({{"layers", ModuleOwner::kEdge, 1, {0, 1, 3}}})));
  const at::Tensor rows =
      TensorOf(run.state, "federation.modules.own").view({3, -1});
  const at::Tensor first = TrainOnly({0, 1});
  EXPECT_TRUE(rows[0].equal(first));
  EXPECT_TRUE(rows[1].equal(first));
  EXPECT_TRUE(rows[2].equal(TrainOnly({3})));
  EXPECT_EQ(run.traffic.bytes_up, kRounds * 3 * 4 * kParameters);
}

TEST(ModularTrainingTest, WhoDoesNotTrainAPartIsNotCounted) {
  const FederationOptions options =
      Averaged({{"layers.0", ModuleOwner::kLocal, 1, {0}},
                {"layers.1", ModuleOwner::kGlobal, 2, {0, 2, 3}},
                {"layers.2", ModuleOwner::kGlobal, 1, {3}}});
  const Trained star = TrainFour(options);
  const int64_t numbers = kRounds / 2 * 3 * kLayer1 + kRounds * kLayer2;
  EXPECT_EQ(star.traffic.bytes_up, 4 * numbers);
  EXPECT_EQ(star.traffic.bytes_down, 4 * numbers);
  // edges: the first has no client of the last layer
  const Trained tree = TrainFour(InGroups(options));
  EXPECT_EQ(tree.traffic.bytes_up, 4 * numbers);
  EXPECT_EQ(tree.traffic.edge_bytes_up,
            4 * (kRounds / 2 * 2 * kLayer1 + kRounds * kLayer2));
  EXPECT_EQ(tree.traffic.edge_bytes_down, tree.traffic.edge_bytes_up);
}

// Clients whose training is adding one more than their number to every weight,
// if they are there: `gone` says in which round who is not.
class Adding : public Clients {
 public:
  Adding(std::vector<double> weights, std::map<int64_t, std::set<int64_t>> gone)
      : Clients(std::move(weights)), gone_(std::move(gone)) {}
  absl::StatusOr<ClientAnswers> Do(
      const RoundTask& round, absl::Span<const ClientTask> tasks) override {
    ClientAnswers answers;
    for (const ClientTask& t : tasks) {
      answers.push_back(ClientAnswer{t.client, t.weights + (1.0 + t.client)});
      if (gone_[round.round].count(t.client)) answers.back().reset();
    }
    return answers;
  }
  std::vector<NamedTensor> State() const override { return {}; }
  absl::Status Restore(const std::vector<NamedTensor>&) override {
    return absl::OkStatus();
  }

 private:
  std::map<int64_t, std::set<int64_t>> gone_;
};

struct Moved {
  at::Tensor change;  // of the weights, in double
  double norm = 0;    // as the last round told
};

Moved Add(const FederationOptions& options, int64_t rounds, int64_t clients,
          std::map<int64_t, std::set<int64_t>> gone) {
  Rig rig(options, Rounds(rounds), MakeClients(clients), /*threads=*/1,
          [&](std::unique_ptr<Clients> all) {
            return std::make_unique<Adding>(all->weights(), gone);
          });
  Moved moved;
  core::TrainHooks hooks;
  hooks.on_log = [&](const core::TrainLog& log) {
    moved.norm = log.gradient_norm;
    return absl::OkStatus();
  };
  EXPECT_OK(rig.trainer->Run(hooks));
  moved.change = WeightsOf(rig.trainer->State()).to(at::kDouble) -
                 core::Flatten(Initial()).flat.to(at::kDouble);
  return moved;
}

// That the last layer moved by `last`, and the others by `rest`, both in floats
// of size ten.
void ExpectMoved(const at::Tensor& change, double rest, double last) {
  const int64_t others = kLayer0 + kLayer1;
  EXPECT_LT((change.narrow(0, 0, others) - rest).abs().max().item<double>(),
            1e-5);
  EXPECT_LT(
      (change.narrow(0, others, kLayer2) - last).abs().max().item<double>(),
      1e-5);
}

// Three clients, who count one, two and three and add as much; the second has
// no last layer.
TEST(ModularTrainingTest, TheServersMeanIsOverThoseWhoSend) {
  const FederationOptions options =
      Averaged({{"layers.2", ModuleOwner::kGlobal, 1, {0, 2}}});
  const double all = (1 + 4 + 9) / 6.0, both = (1 + 9) / 4.0;
  const Moved one = Add(options, 1, 3, {});
  ExpectMoved(one.change, all, both);
  EXPECT_NEAR(one.norm, one.change.norm().item<double>(), 1e-4);
  // then one of them alone sends it, and then nobody
  ExpectMoved(Add(options, 2, 3, {{1, {2}}}).change, all + 5 / 3.0, both + 1);
  ExpectMoved(Add(options, 3, 3, {{1, {2}}, {2, {0, 2}}}).change,
              all + 5 / 3.0 + 2, both + 1);
}

// Four clients in two groups; the second has no last layer. After a round of
// all, in groups of (1 + 4) / 3 and (9 + 16) / 7, the second group is gone.
TEST(ModularTrainingTest, EdgesCountByThoseWhoSend) {
  const FederationOptions options =
      InGroups(Averaged({{"layers.2", ModuleOwner::kGlobal, 1, {0, 2, 3}}}),
               /*edge_rounds=*/2);
  const Moved moved = Add(options, 1, 4, {{1, {2, 3}}});
  ExpectMoved(moved.change, (6 * 10 / 3.0 + 7 * 25 / 7.0) / 13,
              (2 * 2 + 7 * 25 / 7.0) / 9);
  EXPECT_NEAR(moved.norm, moved.change.norm().item<double>(), 1e-4);
}

// At once where edges go one round, and that is a star.
TEST(ModularTrainingTest, EdgesOfOneRoundAreAStar) {
  const std::vector<ModuleOptions> modules = {
      {"layers.0", ModuleOwner::kGlobal, 2, {1, 2}},
      {"layers.2", ModuleOwner::kGlobal, 1, {0, 2, 3}}};
  FederationOptions star = Averaged(modules);
  star.participation = {.fraction = 0.75, .dropout = 0.2};
  ExpectSameWeights(TrainFour(star).state, TrainFour(InGroups(star)).state);
}

struct Turn {
  int64_t round, client;
  at::Tensor began, ended;
};

// Writes down what clients begin and end with.
class Watched : public Clients {
 public:
  Watched(std::unique_ptr<Clients> all, std::vector<Turn>* turns)
      : Clients(all->weights()), all_(std::move(all)), turns_(turns) {}
  absl::StatusOr<ClientAnswers> Do(
      const RoundTask& round, absl::Span<const ClientTask> tasks) override {
    auto answers = all_->Do(round, tasks);
    for (size_t k = 0; answers.ok() && k < tasks.size(); ++k) {
      turns_->push_back({round.round, tasks[k].client, tasks[k].weights.clone(),
                         (*answers)[k]->value.clone()});
    }
    return answers;
  }
  std::vector<NamedTensor> State() const override { return all_->State(); }
  absl::Status Restore(const std::vector<NamedTensor>& state) override {
    return all_->Restore(state);
  }

 private:
  std::unique_ptr<Clients> all_;
  std::vector<Turn>* turns_;
};

// One client of two in each round, and everything shared in every second: the
// server has what was handed in last, and not the mean that is evaluated.
TEST(ModularTrainingTest, NobodyIsSentTheMean) {
  FederationOptions options =
      Averaged({{"layers", ModuleOwner::kGlobal, /*every=*/2}});
  options.participation.fraction = 0.5;
  std::vector<Turn> turns;
  Rig rig(options, Rounds(24), MakeClients(2), /*threads=*/1,
          [&](std::unique_ptr<Clients> all) {
            return std::make_unique<Watched>(std::move(all), &turns);
          });
  ASSERT_OK_AND_ASSIGN(const Trained run, rig.Train());
  ASSERT_EQ(turns.size(), 24);
  at::Tensor server = core::Flatten(Initial()).flat, own[2];
  int telling = 0;  // rounds in which the mean would be another one
  for (const Turn& turn : turns) {
    at::Tensor& mine = own[turn.client];
    if (!mine.defined() && own[1 - turn.client].defined()) ++telling;
    EXPECT_TRUE(turn.began.equal(mine.defined() ? mine : server)) << turn.round;
    mine = turn.ended;
    if (turn.round % 2 == 1) server = std::exchange(mine, at::Tensor());
  }
  EXPECT_GT(telling, 2);
  EXPECT_TRUE(server.equal(TensorOf(run.state, "federation.modules.server")));
}

TEST(ModularTrainingTest, APartThatTheNetworkLacksIsAnError) {
  ThreadPool pool(1);
  const FederationOptions options =
      Averaged({{"layers.3", ModuleOwner::kFrozen}});
  RoundParts parts = {.clients = std::make_unique<LocalClients>(
                          options, Rounds(1), MakeClients(1), Initial(),
                          /*seed=*/1, &pool),
                      .initial = Initial(),
                      .pool = &pool};
  EXPECT_THAT(
      ModularTraining::Create(options, Rounds(1), std::move(parts)).status(),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("'layers.3'")));
}

}  // namespace
}  // namespace flow::federated
