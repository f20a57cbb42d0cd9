#include "federated/rounds/ask_clients.h"

#include <memory>
#include <utility>
#include <vector>

#include "core/base/status_testing.h"
#include "federated/rounds/rounds_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

// Clients that go for good in the middle of a training.

namespace flow::federated {
namespace {

using testing::HasSubstr;

// Those from `first_gone` on go before round `round`.
class Leaving : public Clients {
 public:
  Leaving(std::unique_ptr<Clients> all, int64_t first_gone, int64_t round)
      : Clients(all->weights()),
        all_(std::move(all)),
        first_gone_(first_gone),
        round_(round) {}

  absl::StatusOr<ClientAnswers> Do(
      const RoundTask& round, absl::Span<const ClientTask> tasks) override {
    auto answers = all_->Do(round, tasks);
    for (size_t k = 0; answers.ok() && k < tasks.size(); ++k) {
      const bool has_gone =
          round.round >= round_ && tasks[k].client >= first_gone_;
      if (has_gone) (*answers)[k].reset();
    }
    return answers;
  }
  std::vector<core::NamedTensor> State() const override {
    return all_->State();
  }
  absl::Status Restore(const std::vector<core::NamedTensor>& state) override {
    return all_->Restore(state);
  }

 private:
  std::unique_ptr<Clients> all_;
  int64_t first_gone_, round_;
};

absl::StatusOr<Trained> TrainLeaving(const FederationOptions& options,
                                     int64_t first_gone, int64_t round) {
  return Rig(options, Rounds(6), MakeClients(4), /*threads=*/2,
             [&](std::unique_ptr<Clients> all) {
               return std::make_unique<Leaving>(std::move(all), first_gone,
                                                round);
             })
      .Train();
}

FederationOptions Averaged() {
  FederationOptions options;
  options.aggregation.rule = FedAvgOptions{};
  options.local = {.steps = 2,
                   .optimizer = core::SgdOptions{.learning_rate = 0.05}};
  return options;
}

// Two who are gone from the start are two who were never there, to the bit.
TEST(AskClientsTest, TheOthersGoOnWithoutThem) {
  FederationOptions ring = Averaged();
  ring.topology = RingOptions{};
  for (const FederationOptions& options :
       {FederationOptions(), Averaged(), ring}) {
    ASSERT_OK_AND_ASSIGN(const Trained left, TrainLeaving(options, 2, 0));
    ASSERT_OK_AND_ASSIGN(const Trained two,
                         TrainFederated(options, Rounds(6), MakeClients(2)));
    ExpectSameWeights(left.state, two.state);
    EXPECT_EQ(left.last_loss, two.last_loss);
    EXPECT_EQ(left.traffic.asked, 24);
    EXPECT_EQ(left.traffic.answered, 12);
    EXPECT_EQ(left.traffic.dropped, 12);
    EXPECT_EQ(left.traffic.bytes_up, two.traffic.bytes_up);
  }
}

TEST(AskClientsTest, TheyCountUntilTheyGo) {
  FederationOptions gossip = Averaged();
  gossip.topology = GossipOptions{.graph = Complete{}};
  FederationOptions groups = Averaged();
  groups.topology = HierarchicalOptions{.groups = 2, .edge_rounds = 2};
  FederationOptions masked = Averaged();
  masked.secure_sum = SecureSumOptions{};
  for (const FederationOptions& options : {Averaged(), gossip, masked}) {
    ASSERT_OK_AND_ASSIGN(const Trained run, TrainLeaving(options, 3, 4));
    EXPECT_EQ(run.traffic.answered, 4 * 4 + 2 * 3);
    EXPECT_EQ(run.traffic.dropped, 2);
  }
  // a whole group
  ASSERT_OK_AND_ASSIGN(const Trained run, TrainLeaving(groups, 2, 4));
  EXPECT_EQ(run.traffic.answered, 4 * 4 + 8 * 2);
}

TEST(AskClientsTest, TooFewAreAnError) {
  FederationOptions options = Averaged();
  options.participation.min_clients = 3;
  EXPECT_OK(TrainLeaving(options, 3, 2).status());
  EXPECT_THAT(TrainLeaving(options, 2, 2).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("2 of 4 clients answered in time in round 3, "
                                 "and 3 must")));
  options.participation.min_clients = 1;
  EXPECT_THAT(
      TrainLeaving(options, 0, 2).status(),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("0 of 4")));
}

}  // namespace
}  // namespace flow::federated
