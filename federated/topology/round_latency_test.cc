#include "federated/topology/round_latency.h"

#include "gtest/gtest.h"

namespace flow::federated {
namespace {

constexpr HierarchyTimes kTimes{.up = 2, .down = 1, .edge = 3, .cloud = 5};

// (5 + 3 * (2 + 1) + 2 + 3) / 4
TEST(HierarchicalRoundLatencyTest, ByHand) {
  EXPECT_EQ(HierarchicalRoundLatency(kTimes, 4), 4.75);
}

TEST(HierarchicalRoundLatencyTest, OfOneEdgeRoundGoesToTheServerAndBack) {
  EXPECT_EQ(HierarchicalRoundLatency(kTimes, 1), 2 + 3 + 5);
}

// What the server adds, cloud + edge - down = 7, is shared by the rounds.
TEST(HierarchicalRoundLatencyTest, OfManyEdgeRoundsStaysInTheGroups) {
  EXPECT_NEAR(HierarchicalRoundLatency(kTimes, 1000000), 3 + 7e-6, 1e-12);
}

TEST(HierarchicalRoundLatencyDeathTest, NeedsARound) {
  EXPECT_DEATH(HierarchicalRoundLatency(kTimes, 0),
               "edge_rounds must be >= 1; got 0");
}

}  // namespace
}  // namespace flow::federated
