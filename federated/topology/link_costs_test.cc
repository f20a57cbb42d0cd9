#include "federated/topology/link_costs.h"

#include <vector>

#include "core/base/random.h"
#include "core/base/status_testing.h"
#include "federated/topology/hierarchy.h"
#include "federated/topology/round_latency.h"

namespace flow::federated {
namespace {

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

absl::StatusOr<LinkCosts> Create(const std::vector<LinkOptions>& links,
                                 int64_t clients, int64_t groups = 1) {
  return LinkCosts::Create(links, *ClientGroups::Create(clients, groups));
}

RelayBytes Sent(int64_t client, double up, double down) {
  return {.node = client, .up = up, .down = down};
}

// 2 - 1 - 0 - server: a byte takes 1/4 s and 2 J between clients, 1/2 s and 3 J
// to the server.
std::vector<LinkOptions> Line() {
  return {{.between = {0, 1, 1, 2}, .rate = 4, .power = 8},
          {.to_server = {0}, .rate = 2, .power = 6}};
}

// Up, 4 bytes each: the last is that of 2, after 4 (1/2 + 1/4 + 1/4); 1 + 2 + 3
// messages and 4 (3 + 5 + 7) J. Down, 8 bytes over each link: 8 s, 8 (3 + 2 +
// 2) J.
TEST(LinkCostsTest, ALineOfThreeByHand) {
  ASSERT_OK_AND_ASSIGN(const LinkCosts costs, Create(Line(), 3));
  EXPECT_EQ(costs.MostHops(), 3);
  const LinkCost cost =
      costs.OfRound({{Sent(0, 4, 8), Sent(1, 4, 8), Sent(2, 4, 8)}}, {});
  EXPECT_EQ(cost.seconds, 4 + 8);
  EXPECT_EQ(cost.joules, 60 + 56);
  EXPECT_EQ(cost.messages, 6 + 3);
  const LinkCost mean = costs.MeanOfAll(Sent(0, 4, 8), 0, 1);
  EXPECT_EQ(mean.seconds, cost.seconds);
  EXPECT_EQ(mean.joules, cost.joules);
  EXPECT_EQ(mean.messages, cost.messages);
}

// 1 is asked and does not answer, 2 is late: 0 alone is awaited. Down over two
// links of the three to 1, over the third to 2.
TEST(LinkCostsTest, WhoAnswersInTimeIsAwaited) {
  ASSERT_OK_AND_ASSIGN(const LinkCosts costs, Create(Line(), 3));
  std::vector<RelayBytes> sent = {Sent(0, 4, 8), Sent(1, 0, 8), Sent(2, 4, 8)};
  sent[1].is_awaited = sent[2].is_awaited = false;
  const LinkCost cost = costs.OfRound({sent}, {});
  EXPECT_EQ(cost.seconds, 2 + 4);
  EXPECT_EQ(cost.joules, 4 * (3 + 7) + 56);
  EXPECT_EQ(cost.messages, 1 + 3 + 3);
}

// Each with the server: the slower of two; the quicker of two links wins.
TEST(LinkCostsTest, WithoutRelaysItIsAStar) {
  ASSERT_OK_AND_ASSIGN(const LinkCosts costs,
                       Create({{.to_server = {0, 1}, .rate = 2, .power = 1},
                               {.to_server = {1}, .rate = 4, .power = 1}},
                              2));
  const LinkCost cost =
      costs.OfRound({{Sent(0, 8, 4), Sent(1, 8, 4)}, {Sent(1, 8, 4)}}, {});
  EXPECT_EQ(cost.seconds, (4 + 2) + (2 + 1));
  EXPECT_EQ(cost.joules, 6 + 3 + 3);
  EXPECT_EQ(cost.messages, 4 + 2);
  EXPECT_EQ(costs.MostHops(), 1);
}

// Groups {0, 1} and {2, 3}: in the first 1 is behind 0, a byte takes 1 s a
// link; in the second both are at the server, 1/2 s. Edge servers: 1/4 and 2 s
// a byte. One watt.
std::vector<LinkOptions> Tree() {
  return {{.between = {0, 1}, .to_server = {0}, .rate = 1, .power = 1},
          {.to_server = {2, 3}, .rate = 2, .power = 1},
          {.edge_to_server = {0}, .rate = 4, .power = 1},
          {.edge_to_server = {1}, .rate = 0.5, .power = 1}};
}

TEST(LinkCostsTest, GroupsByHand) {
  ASSERT_OK_AND_ASSIGN(const LinkCosts costs, Create(Tree(), 4, 2));
  EXPECT_EQ(costs.MostHops(), 3);
  const RelayBytes each = Sent(0, 2, 4);
  const HierarchyTimes times = costs.TimesOfAll(each, 8);
  EXPECT_EQ(times.up, 4);
  EXPECT_EQ(times.down, 8);
  EXPECT_EQ(times.edge, 16);
  EXPECT_EQ(times.cloud, 16 + 2);  // the second group's; of the first 2 + 8
  const LinkCost mean = costs.MeanOfAll(each, 8, 4);
  // (18 + 3 (4 + 8) + 4 + 16) / 4
  EXPECT_EQ(mean.seconds, 18.5);
  // up 2 (1 + 2 + 1/2 + 1/2), down 4 (1 + 1 + 1/2 + 1/2); 8 bytes both ways
  // over the links of the edge servers, every fourth round
  EXPECT_EQ(mean.joules, 8 + 12 + 2 * 8 * (0.25 + 2) / 4);
  EXPECT_EQ(mean.messages, 5 + 4 + 4 / 4.0);
}

// Where all take part in all rounds, what is added up is the formula, to some
// dozen roundings of a double.
TEST(LinkCostsTest, RoundsAreTheLatencyOfTheFormula) {
  for (Seed seed = 0; seed < 20; ++seed) {
    RowRandom random(seed, 0);
    std::vector<LinkOptions> links;
    for (int64_t i = 0; i < 12; ++i) {
      LinkOptions link = {.rate = 0.1 + random.Uniform(), .power = 1};
      if (i % 4 == 0) {
        link.to_server = {i};
        link.edge_to_server = {i / 4};
      } else {
        const auto before = static_cast<int64_t>(random.UniformInt(i % 4));
        link.between = {i, i - i % 4 + before};
      }
      links.push_back(std::move(link));
    }
    ASSERT_OK_AND_ASSIGN(const LinkCosts costs, Create(links, 12, 3));
    for (const int64_t edge_rounds : {1, 2, 5}) {
      std::vector<RelayBytes> all;
      for (int64_t i = 0; i < 12; ++i) all.push_back(Sent(i, 100, 300));
      const std::vector<std::vector<RelayBytes>> rounds(edge_rounds, all);
      const LinkCost sum = costs.OfRound(rounds, std::vector<double>(3, 200));
      const HierarchyTimes times = costs.TimesOfAll(Sent(0, 100, 300), 200);
      EXPECT_NEAR(sum.seconds / edge_rounds,
                  HierarchicalRoundLatency(times, edge_rounds),
                  1e-13 * sum.seconds);
      const LinkCost mean =
          costs.MeanOfAll(Sent(0, 100, 300), 200, edge_rounds);
      EXPECT_NEAR(sum.joules / edge_rounds, mean.joules, 1e-13 * sum.joules);
      EXPECT_NEAR(sum.messages / edge_rounds, mean.messages, 1e-9);
    }
  }
}

TEST(LinkCostsTest, RefusesWhoHasNoWay) {
  EXPECT_THAT(
      Create({{.between = {1, 2}, .to_server = {0}, .rate = 1}}, 3).status(),
      StatusIs(kInvalid,
               "the links must lead from each client to the server; "
               "client 1 has no way"));
  std::vector<LinkOptions> links = Tree();
  links[1].to_server.pop_back();
  EXPECT_THAT(Create(links, 4, 2).status(),
              StatusIs(kInvalid,
                       "the links must lead from each client to the server of "
                       "its group; client 3, of group 1, has no way"));
  links = Tree();
  links.pop_back();
  EXPECT_THAT(Create(links, 4, 2).status(),
              StatusIs(kInvalid,
                       "'edge_to_server' must join the server of each group "
                       "with that of all; that of group 1 has no link"));
  EXPECT_THAT(Create({{.to_server = {3}, .rate = 1}}, 3).status(),
              StatusIs(kInvalid,
                       "'to_server[0]' must be a client, from 0 to "
                       "2; got 3"));
  EXPECT_THAT(
      Create({{.to_server = {0}}}, 1).status(),
      StatusIs(kInvalid, testing::HasSubstr("must have a finite rate > 0")));
}

TEST(LinkCostsDeathTest, NeedsARound) {
  EXPECT_DEATH(Create(Line(), 3)->OfRound({}, {}),
               "a round of the server has one of the edges");
}

}  // namespace
}  // namespace flow::federated
