#include "federated/topology/graph.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A triangle 0 1 2 with a tail 2 3 4.
Graph Kite() { return Graph(5, {{3, 2}, {2, 0}, {0, 1}, {3, 4}, {1, 2}}); }

TEST(GraphTest, ListsNeighboursAndEdgesAscending) {
  const Graph kite = Kite();
  EXPECT_EQ(kite.nodes(), 5);
  EXPECT_EQ(kite.edges(), 5);
  EXPECT_THAT(kite.neighbours(2), ElementsAre(0, 1, 3));
  EXPECT_EQ(kite.degree(2), 3);
  EXPECT_EQ(kite.degree(4), 1);
  EXPECT_THAT(kite.Edges(), ElementsAre(Edge{0, 1}, Edge{0, 2}, Edge{1, 2},
                                        Edge{2, 3}, Edge{3, 4}));
  EXPECT_TRUE(kite.HasEdge(3, 2));
  EXPECT_TRUE(kite.HasEdge(2, 3));
  EXPECT_FALSE(kite.HasEdge(0, 3));
  EXPECT_FALSE(kite.HasEdge(0, 0));
}

TEST(GraphTest, IsEqualByItsEdgesWhateverTheirOrder) {
  EXPECT_EQ(Kite(), Graph(5, Kite().Edges()));
  EXPECT_FALSE(Kite() == Graph(6, Kite().Edges()));
  EXPECT_FALSE(Graph(3, {{0, 1}}) == Graph(3, {{0, 2}}));
}

TEST(GraphTest, IsConnectedWhenEveryNodeIsReached) {
  EXPECT_TRUE(IsConnected(Kite()));
  EXPECT_TRUE(IsConnected(Graph(0, {})));
  EXPECT_TRUE(IsConnected(Graph(1, {})));
  EXPECT_EQ(UnreachableNode(Graph(2, {})), 1);
  EXPECT_EQ(UnreachableNode(Graph(5, {{0, 4}, {4, 1}, {2, 3}})), 2);
}

TEST(GraphTest, ASubgraphKeepsNumbersAndTheEdgesBetween) {
  const Graph part = Subgraph(Kite(), {4, 0, 2, 3, 0});
  EXPECT_EQ(part, Graph(5, {{0, 2}, {2, 3}, {3, 4}}));
  EXPECT_THAT(part.neighbours(1), IsEmpty());
  EXPECT_EQ(Subgraph(Kite(), {0, 1, 2, 3, 4}), Kite());
  EXPECT_EQ(Subgraph(Kite(), {}), Graph(5, {}));
}

TEST(GraphDeathTest, RefusesWhatIsNotSimple) {
  EXPECT_DEATH(Graph(3, {{0, 1}, {1, 0}}),
               "node 0 must be joined once with each neighbour");
  EXPECT_DEATH(Graph(3, {{1, 1}}), "node 1 must not be joined with itself");
  EXPECT_DEATH(Graph(3, {{1, 3}}), "from 0 to 2; got 3");
  EXPECT_DEATH(Subgraph(Kite(), {5}), "from 0 to 4; got 5");
}

}  // namespace
}  // namespace flow::federated
