#include "federated/topology/round_traffic.h"

#include "federated/topology/make_graph.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

TEST(RoundTrafficTest, OfAStar) {
  const RoundTraffic traffic = StarTraffic(7);
  EXPECT_EQ(traffic.client_to_server, 7);
  EXPECT_EQ(traffic.server_to_client, 7);
  EXPECT_EQ(Messages(traffic), 14);
}

TEST(RoundTrafficTest, OfAHierarchy) {
  const RoundTraffic within = HierarchicalTraffic(12, 3, false);
  EXPECT_EQ(within.client_to_edge, 12);
  EXPECT_EQ(within.edge_to_client, 12);
  EXPECT_EQ(Messages(within), 24);
  const RoundTraffic at_server = HierarchicalTraffic(12, 3, true);
  EXPECT_EQ(at_server.edge_to_server, 3);
  EXPECT_EQ(at_server.server_to_edge, 3);
  EXPECT_EQ(Messages(at_server), 30);
}

TEST(RoundTrafficTest, OfARing) {
  EXPECT_EQ(RingTraffic(5, 5), (RoundTraffic{.client_to_client = 5}));
  EXPECT_EQ(RingTraffic(2, 5), (RoundTraffic{.client_to_client = 2}));
  // alone in its round, a client gets the model from who had it before
  EXPECT_EQ(RingTraffic(1, 5), (RoundTraffic{.client_to_client = 1}));
  EXPECT_EQ(RingTraffic(1, 1), RoundTraffic{});
  EXPECT_EQ(RingTraffic(0, 5), RoundTraffic{});
}

// A circle of four neighbours has two edges for each client; without client 0
// four of them are gone.
TEST(RoundTrafficTest, OfGossip) {
  const Graph graph = *MakeGraph(WattsStrogatz{.rewire = 0}, 10, 0);
  EXPECT_EQ(GossipTraffic(graph, 3),
            (RoundTraffic{.client_to_client = 2 * 20 * 3}));
  EXPECT_EQ(GossipTraffic(Subgraph(graph, {1, 2, 3, 4, 5, 6, 7, 8, 9}), 1),
            (RoundTraffic{.client_to_client = 2 * 16}));
}

// A complete graph is everybody with everybody.
TEST(RoundTrafficTest, OfEverybodyWithEverybody) {
  EXPECT_EQ(FullyConnectedTraffic(10, 10),
            (RoundTraffic{.client_to_client = 90}));
  EXPECT_EQ(FullyConnectedTraffic(10, 10),
            GossipTraffic(*MakeGraph(Complete{}, 10, 0), 1));
  EXPECT_EQ(FullyConnectedTraffic(3, 10),
            (RoundTraffic{.client_to_client = 27}));
  EXPECT_EQ(FullyConnectedTraffic(1, 1), RoundTraffic{});
  EXPECT_EQ(FullyConnectedTraffic(0, 10), RoundTraffic{});
}

TEST(RoundTrafficTest, BytesByDirection) {
  const RoundTraffic each{1, 10, 100, 1000, 10000, 100000, 1000000};
  EXPECT_EQ(Bytes(each, 1, 0), 1010101);
  EXPECT_EQ(Bytes(each, 0, 1), 101010);
  EXPECT_EQ(Bytes(StarTraffic(4), 30, 100), 4 * 130);
}

TEST(RoundTrafficDeathTest, RefusesNegativeCounts) {
  EXPECT_DEATH(StarTraffic(-1), "a count must be >= 0; got -1");
  EXPECT_DEATH(RingTraffic(3, 2), "3 of 2 clients cannot take part");
}

}  // namespace
}  // namespace flow::federated
