#include "federated/rounds/modular_clients.h"

#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/core/Formatting.h"
#include "ATen/ops/full.h"
#include "ATen/ops/tensor.h"
#include "core/base/status_testing.h"
#include "core/nn/flat_parameters.h"
#include "gtest/gtest.h"

// What clients keep, by clients whose training is adding one more than their
// number to every weight.

namespace flow::federated {
namespace {

class Adding : public Clients {
 public:
  using Clients::Clients;
  absl::StatusOr<ClientAnswers> Do(
      const RoundTask& round, absl::Span<const ClientTask> tasks) override {
    ClientAnswers answers;
    for (const ClientTask& t : tasks) {
      began.push_back(t.weights.clone());
      sent = t.weights;
      answers.push_back(ClientAnswer{t.client, t.weights + (1.0 + t.client)});
      if (t.client == gone) answers.back().reset();
    }
    return answers;
  }
  std::vector<core::NamedTensor> State() const override { return {}; }
  absl::Status Restore(const std::vector<core::NamedTensor>& state) override {
    return absl::OkStatus();
  }

  std::vector<at::Tensor> began;
  at::Tensor sent;  // last, itself
  int64_t gone = -1;
};

// Of five weights: two are everybody's, and then one of each kind that is not.
const core::Parameters kInitial = {{"a", at::full({2}, 0.0f)},
                                   {"local", at::full({1}, 10.0f)},
                                   {"edge", at::full({1}, 20.0f)},
                                   {"rare", at::full({1}, 30.0f)}};

struct Four {
  explicit Four(int64_t edge_every = 1) {
    FederationOptions options;
    options.clients = 4;
    options.topology = HierarchicalOptions{.groups = 2};
    options.modules = {{"local", ModuleOwner::kLocal},
                       {"edge", ModuleOwner::kEdge, edge_every},
                       {"rare", ModuleOwner::kGlobal, /*every=*/2}};
    auto adding = std::make_unique<Adding>(std::vector<double>{1, 3, 1, 1});
    inner = adding.get();
    auto made = ModularClients::Create(options, kInitial, std::move(adding));
    EXPECT_OK(made.status());
    clients = *std::move(made);
  }
  // What those clients answer to `weights` in a round; empty where they do not.
  std::vector<std::vector<float>> Ask(int64_t round,
                                      const std::vector<float>& weights,
                                      const std::vector<int64_t>& asked) {
    std::vector<ClientTask> tasks;
    for (const int64_t i : asked) tasks.push_back({i, at::tensor(weights)});
    const auto answers = clients->Do({.round = round}, tasks);
    EXPECT_OK(answers.status());
    std::vector<std::vector<float>> values;
    for (const auto& a : *answers) {
      values.emplace_back();
      for (int64_t p = 0; a && p < 5; ++p) {
        values.back().push_back(a->value[p].item<float>());
      }
    }
    return values;
  }
  // What a client began with when it was asked last, of all that were asked.
  std::vector<float> Began(size_t place) const {
    std::vector<float> values;
    for (int64_t p = 0; p < 5; ++p) {
      values.push_back(inner->began[place][p].item<float>());
    }
    return values;
  }

  Adding* inner;
  std::unique_ptr<ModularClients> clients;
};

using Row = std::vector<float>;

// The server gets what is everybody's, and `rare` in every second round; of the
// rest it gets what it has sent.
TEST(ModularClientsTest, TheServerGetsWhatIsItsOwn) {
  Four four;
  const auto first = four.Ask(0, {1, 2, 3, 4, 5}, {0, 2});
  EXPECT_EQ(four.Began(0), (Row{1, 2, 10, 20, 5}));
  EXPECT_EQ(first[0], (Row{2, 3, 3, 4, 5}));
  EXPECT_EQ(first[1], (Row{4, 5, 3, 4, 5}));
  // both have trained `rare`, and send it now
  const auto second = four.Ask(1, {1, 2, 3, 4, 7}, {0, 1});
  EXPECT_EQ(four.Began(2), (Row{1, 2, 11, 21, 6}));
  EXPECT_EQ(second[0], (Row{2, 3, 3, 4, 7}));
  EXPECT_EQ(second[1], (Row{3, 4, 3, 4, 9}));
}

TEST(ModularClientsTest, EachKeepsItsOwnAndAGroupSharesItsPart) {
  Four four;
  four.Ask(0, {0, 0, 0, 0, 5}, {0, 1});
  four.Ask(1, {0, 0, 0, 0, 5}, {1, 3});
  four.Ask(2, {0, 0, 0, 0, 6}, {0, 1, 2, 3});
  // edge: (20 + 1 + 3 (20 + 2)) / 4 = 21.75, and then 1 alone adds two to it
  EXPECT_EQ(four.Began(4), (Row{0, 0, 11, 23.75, 6}));  // rare: 6 is unsent
  EXPECT_EQ(four.Began(5), (Row{0, 0, 14, 23.75, 6}));
  EXPECT_EQ(four.Began(6), (Row{0, 0, 10, 24, 6}));
  EXPECT_EQ(four.Began(7), (Row{0, 0, 14, 24, 6}));
}

// Client 0 misses the round in which `rare` is shared, and sends it two later.
TEST(ModularClientsTest, WhoMissesASharingKeepsWhatItHasNotSent) {
  Four four;
  four.Ask(0, {0, 0, 0, 0, 50}, {0});
  four.Ask(1, {0, 0, 0, 0, 50}, {2});
  EXPECT_EQ(four.Began(1)[4], 50);
  four.Ask(2, {0, 0, 0, 0, 60}, {0, 2});
  EXPECT_EQ(four.Began(2)[4], 51);
  EXPECT_EQ(four.Began(3)[4], 60);
  EXPECT_EQ(four.Ask(3, {0, 0, 0, 0, 60}, {0})[0][4], 53);
  EXPECT_EQ(four.Ask(4, {0, 0, 0, 0, 70}, {0})[0][4], 70);
  EXPECT_EQ(four.Began(5)[4], 70);
}

// So it is with an edge's part; client 3, who was never asked, has its group's.
TEST(ModularClientsTest, AGroupDoesNotTakeWhatIsUnsent) {
  Four four(/*edge_every=*/2);
  four.Ask(0, {0, 0, 0, 0, 0}, {0, 2});
  four.Ask(1, {0, 0, 0, 0, 0}, {1, 2});
  four.Ask(2, {0, 0, 0, 0, 0}, {0, 1, 3});
  EXPECT_EQ(four.Began(4)[3], 21);
  EXPECT_EQ(four.Began(5)[3], 22);
  EXPECT_EQ(four.Began(6)[3], 26);
}

TEST(ModularClientsTest, WhoHasGoneKeepsWhatItHad) {
  Four four;
  four.inner->gone = 1;
  EXPECT_TRUE(four.Ask(0, {0, 0, 0, 0, 0}, {0, 1})[1].empty());
  four.inner->gone = -1;
  four.Ask(1, {0, 0, 0, 0, 0}, {1});
  // but its group's, of which it was told
  EXPECT_EQ(four.Began(2), (Row{0, 0, 10, 21, 0}));
}

TEST(ModularClientsTest, CountsWhatTravels) {
  Four four;
  four.Ask(0, {0, 0, 0, 0, 0}, {0, 1});
  // all but `local`, and `rare` is not sent yet
  EXPECT_EQ(four.clients->NumbersDown(0, 5), 4);
  EXPECT_EQ(four.clients->NumbersUp(0, 5), 3);
  EXPECT_EQ(four.clients->NumbersOfEdge(0, 1, 5), 2);
  four.Ask(1, {0, 0, 0, 0, 0}, {0, 2});
  EXPECT_EQ(four.clients->NumbersDown(0, 5), 3);
  EXPECT_EQ(four.clients->NumbersDown(2, 5), 4);
  EXPECT_EQ(four.clients->NumbersUp(0, 5), 4);
  EXPECT_EQ(four.clients->NumbersOfEdge(0, 1, 5), 3);
  EXPECT_EQ(four.clients->NumbersOfEdge(0, 2, 5), 3);
  four.Ask(2, {0, 0, 0, 0, 0}, {0, 1});
  EXPECT_EQ(four.clients->NumbersDown(0, 5), 4);
  EXPECT_EQ(four.clients->NumbersDown(1, 5), 3);  // has not sent it
  EXPECT_EQ(four.clients->NumbersOfEdge(0, 1, 5), 2);
}

// By weights 1, 3, 1 and 1; who has not trained `rare` has the server's.
TEST(ModularClientsTest, TheMeanOfWhatClientsHave) {
  Four four;
  four.Ask(0, {0, 0, 0, 0, 50}, {0, 1});
  const at::Tensor mean = four.clients->MeanOfOwn(
      four.clients->OwnParts(at::tensor(Row{0, 0, 0, 0, 50})));
  EXPECT_TRUE(mean.equal(
      at::tensor(Row{(11 + 3 * 12 + 2 * 10) / 6.0f, (4 * 21.75f + 2 * 20) / 6,
                     (51 + 3 * 52 + 2 * 50) / 6.0f})))
      << mean;
  const at::Tensor all = at::tensor(Row{0, 1, 2, 3, 4});
  four.clients->SetOwnParts(mean, all);
  EXPECT_TRUE(four.clients->OwnParts(all).equal(mean));
  EXPECT_EQ(all[1].item<float>(), 1);
}

TEST(ModularClientsTest, GoesOnFromItsState) {
  Four four, other;
  four.Ask(0, {0, 0, 0, 0, 5}, {0, 1});
  ASSERT_OK(other.clients->Restore(four.clients->State()));
  EXPECT_EQ(four.Ask(1, {0, 0, 0, 0, 9}, {0, 1, 2}),
            other.Ask(1, {0, 0, 0, 0, 9}, {0, 1, 2}));
  EXPECT_EQ(four.Began(2), other.Began(0));
  EXPECT_THAT(other.clients->Restore({}),
              StatusIs(absl::StatusCode::kDataLoss));
}

// Of three clients the second has no `edge` and the third none but it, and
// nobody but the first the two that have no module in other tests.
TEST(ModularClientsTest, WhoDoesNotTrainAPartHasItsFirstValues) {
  FederationOptions options;
  options.clients = 3;
  options.topology = HierarchicalOptions{.groups = 1, .edge_rounds = 2};
  options.modules = {{"a", ModuleOwner::kGlobal, 1, {0, 1}},
                     {"local", ModuleOwner::kLocal, 1, {0, 1}},
                     {"edge", ModuleOwner::kEdge, 1, {0, 2}},
                     {"rare", ModuleOwner::kGlobal, 2, {0, 1}}};
  auto adding = std::make_unique<Adding>(std::vector<double>{1, 3, 1});
  Adding* inner = adding.get();
  ASSERT_OK_AND_ASSIGN(
      const auto clients,
      ModularClients::Create(options, kInitial, std::move(adding)));
  const at::Tensor server = at::tensor(Row{1, 2, 3, 4, 5});
  const std::vector<ClientTask> tasks = {{0, server}, {1, server}, {2, server}};
  ASSERT_OK_AND_ASSIGN(ClientAnswers answers, clients->Do({.round = 0}, tasks));
  EXPECT_TRUE(inner->began[0].equal(at::tensor(Row{1, 2, 10, 20, 5})));
  EXPECT_TRUE(inner->began[1].equal(at::tensor(Row{1, 2, 10, 20, 5})));
  EXPECT_TRUE(inner->began[2].equal(at::tensor(Row{0, 0, 10, 20, 30})));
  EXPECT_TRUE(answers[0]->value.equal(at::tensor(Row{2, 3, 3, 4, 5})));
  EXPECT_TRUE(answers[1]->value.equal(at::tensor(Row{3, 4, 3, 4, 5})));
  EXPECT_TRUE(answers[2]->value.equal(server));
  // 1 / 4 of one more and 3 / 4 of two more
  const at::Tensor mean = at::full({5}, 9.0f);
  clients->SetPartsOfGroup(0, mean);
  EXPECT_TRUE(mean.equal(at::tensor(Row{2.75, 3.75, 9, 9, 9}))) << mean;
  // down: a, edge, rare; a, rare; edge. Up: without rare.
  EXPECT_EQ(clients->NumbersDown(0, 5), 4);
  EXPECT_EQ(clients->NumbersDown(1, 5), 3);
  EXPECT_EQ(clients->NumbersDown(2, 5), 1);
  EXPECT_EQ(clients->NumbersUp(0, 5), 3);
  EXPECT_EQ(clients->NumbersUp(1, 5), 2);
  EXPECT_EQ(clients->NumbersUp(2, 5), 1);

  inner->gone = 1;
  ASSERT_OK_AND_ASSIGN(answers, clients->Do({.round = 1}, tasks));
  // (20 + 1 + 20 + 3) / 2, to those who have it
  EXPECT_TRUE(inner->began[3].equal(at::tensor(Row{1, 2, 11, 22, 6})));
  EXPECT_TRUE(inner->began[4].equal(at::tensor(Row{1, 2, 12, 20, 7})));
  EXPECT_TRUE(inner->began[5].equal(at::tensor(Row{0, 0, 10, 22, 30})));
  // `rare` by the one who sent it
  clients->SetPartsOfServer(mean);
  EXPECT_TRUE(mean.equal(at::tensor(Row{2, 3, 9, 9, 7}))) << mean;
  // local (12 + 3 * 12) / 4; edge (22 + 1 + 22 + 3) / 2; rare: the server's of
  // client 0, and of client 1 what it has not sent
  EXPECT_TRUE(clients->MeanOfOwn(clients->OwnParts(mean))
                  .equal(at::tensor(Row{12, 24, 7})));
}

// Weights that all are sent stay one tensor, which travels once.
TEST(ModularClientsTest, WhereNobodyKeepsAnythingNothingIsCopied) {
  FederationOptions options;
  options.modules = {{"local", ModuleOwner::kFrozen}, {"edge"}};
  auto adding = std::make_unique<Adding>(std::vector<double>{1});
  Adding* inner = adding.get();
  ASSERT_OK_AND_ASSIGN(
      const auto clients,
      ModularClients::Create(options, kInitial, std::move(adding)));
  const at::Tensor weights = at::tensor(Row{0, 0, 0, 0, 0});
  const std::vector<ClientTask> tasks = {{0, weights}};
  ASSERT_OK(clients->Do({}, tasks).status());
  EXPECT_TRUE(inner->sent.is_same(weights));
  EXPECT_EQ(clients->NumbersDown(0, 5), 4);
  EXPECT_EQ(clients->NumbersUp(0, 5), 4);
}

TEST(ModularClientsTest, APartThatNoNetworkHas) {
  FederationOptions options;
  options.modules = {{"b"}};
  EXPECT_THAT(
      ModularClients::Create(options, kInitial,
                             std::make_unique<Adding>(std::vector<double>{1}))
          .status(),
      StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace flow::federated
