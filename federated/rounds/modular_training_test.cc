#include "federated/rounds/modular_training.h"

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

at::Tensor OwnOf(const Trained& run, int64_t client) {
  return TensorOf(run.state, "federation.modules.own")[client];
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

TEST(ModularTrainingTest, TheBitsDoNotDependOnThreads) {
  const Trained one = TrainFour(Mixed(), Rounds(kRounds), /*threads=*/1);
  const Trained three = TrainFour(Mixed(), Rounds(kRounds), /*threads=*/3);
  ASSERT_EQ(one.state.size(), three.state.size());
  for (size_t t = 0; t < one.state.size(); ++t) {
    EXPECT_TRUE(one.state[t].value.equal(three.state[t].value))
        << one.state[t].name;
  }
}

TEST(ModularTrainingTest, GoesOnFromACheckpointToTheSameBits) {
  core::TrainOptions train = Rounds(kRounds);
  train.ema_decay = 0.8;
  train.checkpoint_every = 1;
  const Trained whole = TrainFour(Mixed(), train);
  for (const int64_t stop : {1, 3, 4}) {
    Rig first(Mixed(), train, MakeClients(4));
    Rig second(Mixed(), train, MakeClients(4), /*threads=*/1);
    ASSERT_OK(second.trainer->Restore(StateWhenKilled(stop, &first)));
    ASSERT_OK_AND_ASSIGN(const Trained rest, second.Train());
    ASSERT_EQ(whole.state.size(), rest.state.size());
    for (size_t t = 0; t < whole.state.size(); ++t) {
      EXPECT_TRUE(whole.state[t].value.equal(rest.state[t].value))
          << whole.state[t].name << " after " << stop;
    }
  }
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
