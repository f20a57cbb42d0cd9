#include "federated/topology/mixing.h"

#include <cmath>
#include <vector>

#include "core/base/status_testing.h"
#include "federated/topology/make_graph.h"

namespace flow::federated {
namespace {

using Matrix = std::vector<std::vector<double>>;

Matrix Dense(const MixingWeights& weights) {
  Matrix dense(weights.size(), std::vector<double>(weights.size(), 0));
  for (size_t i = 0; i < weights.size(); ++i) {
    for (const auto [j, weight] : weights[i]) dense[i][j] = weight;
  }
  return dense;
}

std::vector<Graph> SomeGraphs() {
  std::vector<Graph> graphs = {Graph(1, {}),
                               Graph(4, {{0, 1}, {0, 2}, {0, 3}})};
  for (const GraphOptions& options :
       {GraphOptions(WattsStrogatz{}), GraphOptions(ErdosRenyi{0.2}),
        GraphOptions(Complete{})}) {
    graphs.push_back(*MakeGraph(options, 50, 3));
  }
  graphs.push_back(Subgraph(graphs[2], {3, 4, 5, 6, 20, 30, 31}));
  return graphs;
}

// The path 0 1 2: degrees 1, 2, 1.
TEST(MetropolisWeightsTest, OfAPathByHand) {
  const Matrix w = Dense(MetropolisWeights(Graph(3, {{0, 1}, {1, 2}})));
  const double third = 1 / 3.0;
  const Matrix expected = {
      {2 * third, third, 0}, {third, third, third}, {0, third, 2 * third}};
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      EXPECT_NEAR(w[i][j], expected[i][j], 3e-16) << i << " " << j;
    }
  }
}

// Rows of up to 50 terms below one, each rounded by at most 1e-16.
TEST(MetropolisWeightsTest, AreSymmetricAndDoublyStochastic) {
  for (const Graph& graph : SomeGraphs()) {
    const Matrix w = Dense(MetropolisWeights(graph));
    for (size_t i = 0; i < w.size(); ++i) {
      double row = 0, column = 0;
      for (size_t j = 0; j < w.size(); ++j) {
        EXPECT_EQ(w[i][j], w[j][i]);
        EXPECT_EQ(w[i][j] > 0, i == j || graph.HasEdge(i, j));
        row += w[i][j];
        column += w[j][i];
      }
      EXPECT_NEAR(row, 1, 5e-15);
      EXPECT_NEAR(column, 1, 5e-15);
      EXPECT_GE(w[i][i], 1.0 / (1 + graph.degree(i)) - 5e-15);
    }
  }
}

TEST(MetropolisWeightsTest, RowsAscendAndHaveTheirDiagonal) {
  for (const Graph& graph : SomeGraphs()) {
    const MixingWeights weights = MetropolisWeights(graph);
    for (int64_t i = 0; i < graph.nodes(); ++i) {
      ASSERT_EQ(weights[i].size(), graph.degree(i) + 1);
      for (size_t k = 1; k < weights[i].size(); ++k) {
        EXPECT_LT(weights[i][k - 1].client, weights[i][k].client);
      }
    }
  }
}

TEST(MetropolisWeightsTest, WhoHasNoNeighbourKeepsItsValue) {
  const MixingWeights weights = MetropolisWeights(Graph(3, {{0, 2}}));
  ASSERT_EQ(weights[1].size(), 1);
  EXPECT_EQ(weights[1][0].client, 1);
  EXPECT_EQ(weights[1][0].weight, 1);
}

// Degrees 3, 1, 1, 1: weights 1/4 along edges.
TEST(MixedTest, MultipliesByTheMatrix) {
  const MixingWeights weights =
      MetropolisWeights(Graph(4, {{0, 1}, {0, 2}, {0, 3}}));
  EXPECT_THAT(Mixed(weights, {1, 2, 4, 8}),
              testing::ElementsAre((1 + 2 + 4 + 8) / 4.0, (1 + 3 * 2) / 4.0,
                                   (1 + 3 * 4) / 4.0, (1 + 3 * 8) / 4.0));
}

TEST(MixedDeathTest, NeedsANumberForEachClient) {
  EXPECT_DEATH(Mixed(MetropolisWeights(Graph(3, {})), {1, 2}),
               "for each of 3 clients; got 2");
}

}  // namespace
}  // namespace flow::federated
