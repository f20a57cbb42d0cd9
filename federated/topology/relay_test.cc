#include "federated/topology/relay.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "core/base/random.h"
#include "core/base/status_testing.h"

namespace flow::federated {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Node 3 aggregates. Seconds a byte: 0-3 1, 0-1 1/2, 1-3 1/4, 1-2 1/8. So the
// way of 0 is over 1, in 3/4; that of 2 too, in 3/8.
std::vector<RelayLink> Links() {
  return {{0, 3, 1, 100}, {0, 1, 2, 8}, {3, 1, 4, 12}, {1, 2, 8, 16}};
}

RelayTree Tree() { return *QuickestRelays(4, Links(), 3); }

// All of them send and are sent alike.
std::vector<RelayBytes> Alike(const std::vector<int64_t>& nodes, double up,
                              double down) {
  std::vector<RelayBytes> sent;
  for (const int64_t node : nodes) {
    sent.push_back({.node = node, .up = up, .down = down});
  }
  return sent;
}

// All numbers are sums of powers of two: exact.
TEST(QuickestRelaysTest, FindsTheWayAroundASlowLink) {
  const RelayTree tree = Tree();
  EXPECT_EQ(tree.aggregator, 3);
  EXPECT_THAT(tree.next, ElementsAre(1, 3, 1, -1));
  EXPECT_THAT(tree.seconds, ElementsAre(0.75, 0.25, 0.375, 0));
  // power over rate: 0-1 takes 4, 1-3 takes 3, 1-2 takes 2
  EXPECT_THAT(tree.link_joules, ElementsAre(4, 3, 2, 0));
  EXPECT_THAT(tree.joules, ElementsAre(7, 3, 5, 0));
  EXPECT_THAT(tree.link_seconds, ElementsAre(0.5, 0.25, 0.125, 0));
  EXPECT_THAT(tree.hops, ElementsAre(2, 1, 2, 0));
  EXPECT_THAT(tree.order, ElementsAre(3, 1, 2, 0));
}

// Against all ways of up to n links, by repeated relaxing.
TEST(QuickestRelaysTest, AgreesWithRelaxingAllLinks) {
  constexpr int64_t kNodes = 30;
  for (Seed seed = 0; seed < 20; ++seed) {
    RowRandom random(seed, 0);
    std::vector<RelayLink> links;
    for (int k = 0; k < 70; ++k) {
      const int64_t a = random.UniformInt(kNodes);
      const int64_t b = (a + 1 + random.UniformInt(kNodes - 1)) % kNodes;
      links.push_back({a, b, 0.1 + random.Uniform(), random.Uniform()});
    }
    std::vector<double> seconds(kNodes, kInfinity);
    seconds[0] = 0;
    for (int64_t round = 0; round < kNodes; ++round) {
      for (const RelayLink& link : links) {
        double &a = seconds[link.a], &b = seconds[link.b];
        a = std::min(a, b + 1 / link.rate);
        b = std::min(b, a + 1 / link.rate);
      }
    }
    ASSERT_OK_AND_ASSIGN(const RelayTree tree,
                         QuickestRelays(kNodes, links, 0));
    EXPECT_EQ(tree.seconds, seconds);
    std::reverse(links.begin(), links.end());
    ASSERT_OK_AND_ASSIGN(const RelayTree again,
                         QuickestRelays(kNodes, links, 0));
    EXPECT_EQ(again.next, tree.next);
    EXPECT_EQ(again.joules, tree.joules);
  }
}

// From 3 over 1 or 2, alike; of the two links 3-1 the one that takes less.
TEST(QuickestRelaysTest, OfWaysAsQuickTakesTheLowestThenTheCheapest) {
  std::vector<RelayLink> links = {
      {0, 1, 2, 1}, {0, 2, 2, 1}, {2, 3, 2, 1}, {3, 1, 2, 9}, {1, 3, 2, 5}};
  for (int turn = 0; turn < 5; ++turn) {
    std::rotate(links.begin(), links.begin() + 1, links.end());
    ASSERT_OK_AND_ASSIGN(const RelayTree tree, QuickestRelays(4, links, 0));
    EXPECT_EQ(tree.next[3], 1);
    EXPECT_EQ(tree.link_joules[3], 2.5);
  }
}

// A link so quick that it adds nothing: the way of 1 stays its own, and does
// not turn to 0, the lower, whose way is over 1.
TEST(QuickestRelaysTest, WaysDoNotGoInCircles) {
  ASSERT_OK_AND_ASSIGN(const RelayTree tree,
                       QuickestRelays(3, {{1, 2, 1, 1}, {0, 1, 1e30, 1}}, 2));
  EXPECT_THAT(tree.next, ElementsAre(1, 2, -1));
  EXPECT_EQ(tree.seconds[0], tree.seconds[1]);
}

TEST(QuickestRelaysTest, LeavesOutWhoCannotReachTheAggregator) {
  ASSERT_OK_AND_ASSIGN(const RelayTree tree,
                       QuickestRelays(4, {{0, 1, 1, 1}, {2, 3, 1, 1}}, 0));
  EXPECT_THAT(tree.next, ElementsAre(-1, 0, -1, -1));
  EXPECT_EQ(tree.seconds[2], kInfinity);
  EXPECT_OK(CostOfRelays(tree, Alike({1}, 1, 1)));
  EXPECT_THAT(CostOfRelays(tree, Alike({1, 3}, 1, 1)),
              StatusIs(kInvalid,
                       "the links must lead from each client to the "
                       "aggregator, node 0; client 3 has no way"));
}

// Clients 0 and 2: up over 0-1, 1-3 and over 2-1, 1-3, four messages of 16
// bytes; down once over each of the three links, 8 bytes each.
TEST(CostOfRelaysTest, ByHand) {
  ASSERT_OK_AND_ASSIGN(const RelayCost cost,
                       CostOfRelays(Tree(), Alike({0, 2}, 16, 8)));
  EXPECT_EQ(cost.up_seconds, 0.75 * 16);
  EXPECT_EQ(cost.up_joules, (7 + 5) * 16);
  EXPECT_EQ(cost.up_messages, 4);
  EXPECT_EQ(cost.down_seconds, 0.75 * 8);
  EXPECT_EQ(cost.down_joules, (4 + 3 + 2) * 8);
  EXPECT_EQ(cost.down_messages, 3);
}

// Client 0 is sent 8 bytes, which 1 hands on, and 2 but 4 of them and 16 of its
// own; 1 itself sends nothing, nor is sent.
TEST(CostOfRelaysTest, OfBytesThatDiffer) {
  ASSERT_OK_AND_ASSIGN(
      const RelayCost cost,
      CostOfRelays(Tree(), {{.node = 0, .up = 32, .down = 8},
                            {.node = 1},
                            {.node = 2, .down = 4, .down_own = 16}}));
  EXPECT_EQ(cost.up_seconds, 0.75 * 32);
  EXPECT_EQ(cost.up_joules, 7 * 32);
  EXPECT_EQ(cost.up_messages, 2);
  // 0 has it after 8 (1/4 + 1/2), 2 after 8 / 4 + 4 / 8 + 16 * 3 / 8
  EXPECT_EQ(cost.down_seconds, 2 + 0.5 + 6);
  EXPECT_EQ(cost.down_joules, (3 + 4) * 8 + 2 * 4 + 5 * 16);
  EXPECT_EQ(cost.down_messages, 3 + 2);
}

// The slow one is not awaited, and sends all the same.
TEST(CostOfRelaysTest, NobodyWaitsForWhoIsNotAwaited) {
  std::vector<RelayBytes> sent = Alike({0, 2}, 16, 8);
  sent[0].is_awaited = false;
  ASSERT_OK_AND_ASSIGN(const RelayCost cost, CostOfRelays(Tree(), sent));
  EXPECT_EQ(cost.up_seconds, 0.375 * 16);
  EXPECT_EQ(cost.down_seconds, 0.375 * 8);
  EXPECT_EQ(cost.up_joules, (7 + 5) * 16);
  EXPECT_EQ(cost.up_messages, 4);
  EXPECT_EQ(cost.down_messages, 3);
}

// The aggregator itself, and nobody: nothing goes over a link.
TEST(CostOfRelaysTest, OfNobodyElseIsNothing) {
  for (const std::vector<int64_t>& clients :
       {std::vector<int64_t>{}, std::vector<int64_t>{3}}) {
    ASSERT_OK_AND_ASSIGN(const RelayCost cost,
                         CostOfRelays(Tree(), Alike(clients, 16, 8)));
    EXPECT_EQ(cost.up_seconds + cost.down_seconds, 0);
    EXPECT_EQ(cost.up_joules + cost.down_joules, 0);
    EXPECT_EQ(cost.up_messages + cost.down_messages, 0);
  }
}

TEST(CostOfRelaysTest, OfDirectLinksIsThatOfAStar) {
  ASSERT_OK_AND_ASSIGN(
      const RelayTree tree,
      QuickestRelays(4, {{0, 3, 4, 4}, {1, 3, 2, 4}, {2, 3, 8, 4}}, 3));
  ASSERT_OK_AND_ASSIGN(const RelayCost cost,
                       CostOfRelays(tree, Alike({0, 1, 2}, 8, 8)));
  EXPECT_EQ(cost.up_seconds, 4);
  EXPECT_EQ(cost.up_messages, 3);
  EXPECT_EQ(cost.down_messages, 3);
  EXPECT_EQ(cost.up_joules, 8 * (1 + 2 + 0.5));
  EXPECT_EQ(cost.down_joules, cost.up_joules);
}

TEST(QuickestRelaysTest, RefusesLinksThatCannotBe) {
  const auto one = [](RelayLink link) {
    return QuickestRelays(3, {{0, 1, 1, 1}, link}, 0);
  };
  EXPECT_THAT(
      one({0, 3, 1, 1}),
      StatusIs(kInvalid, "link 1, 0 3, must join nodes from 0 to 2; got 3"));
  EXPECT_THAT(one({2, 2, 1, 1}),
              StatusIs(kInvalid, HasSubstr("two different nodes")));
  for (const double rate : {0.0, -1.0, kInfinity, kInfinity - kInfinity}) {
    EXPECT_THAT(one({1, 2, rate, 1}),
                StatusIs(kInvalid, HasSubstr("have a finite rate > 0")));
  }
  EXPECT_THAT(one({1, 2, 1, -1}),
              StatusIs(kInvalid, HasSubstr("have a finite power >= 0")));
}

TEST(RelayDeathTest, RefusesNodesThatAreNotThere) {
  EXPECT_DEATH(QuickestRelays(3, {}, 3).value(), "from 0 to 2; got 3");
  EXPECT_DEATH(CostOfRelays(Tree(), Alike({4}, 1, 1)).value(),
               "from 0 to 3; got 4");
  EXPECT_DEATH(CostOfRelays(Tree(), Alike({0}, -1, 1)).value(),
               "bytes must be >= 0");
}

}  // namespace
}  // namespace flow::federated
