#include "federated/topology/make_graph.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "core/base/status_testing.h"

namespace flow::federated {
namespace {

using testing::HasSubstr;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

Graph Made(const GraphOptions& options, int64_t clients, Seed seed) {
  absl::StatusOr<Graph> graph = MakeGraph(options, clients, seed);
  EXPECT_OK(graph);
  return graph.ok() ? *graph : Graph(0, {});
}

// How far two nodes of a circle are apart.
int64_t Apart(const Edge& edge, int64_t n) {
  const int64_t d = edge.b - edge.a;
  return std::min(d, n - d);
}

TEST(MakeGraphTest, WithoutMovesIsTheCircleOfNearest) {
  for (const auto& [n, neighbours] : std::vector<std::pair<int64_t, int64_t>>{
           {3, 2}, {8, 2}, {12, 4}, {7, 6}, {8, 6}, {9, 8}, {1000, 10}}) {
    SCOPED_TRACE(testing::Message() << n << " " << neighbours);
    const Graph graph =
        Made(WattsStrogatz{.neighbours = neighbours, .rewire = 0}, n, 5);
    EXPECT_EQ(graph.edges(), n * neighbours / 2);
    for (int64_t i = 0; i < n; ++i) EXPECT_EQ(graph.degree(i), neighbours);
    for (const Edge& edge : graph.Edges()) {
      EXPECT_LE(Apart(edge, n), neighbours / 2);
    }
  }
}

// Graph refuses loops and double edges; each client keeps the near ends of half
// of its edges. Clients 7 of 6 neighbours are all joined: nothing can move.
TEST(MakeGraphTest, MovesKeepTheNumberOfEdgesAndTheirNearEnds) {
  for (const double rewire : {0.1, 0.5, 1.0}) {
    for (const auto& [n, neighbours] : std::vector<std::pair<int64_t, int64_t>>{
             {20, 4}, {50, 6}, {8, 6}, {7, 6}}) {
      for (Seed seed = 0; seed < 10; ++seed) {
        SCOPED_TRACE(testing::Message() << rewire << " " << n << " " << seed);
        const Graph graph = Made(
            WattsStrogatz{.neighbours = neighbours, .rewire = rewire}, n, seed);
        EXPECT_EQ(graph.edges(), n * neighbours / 2);
        EXPECT_TRUE(IsConnected(graph));
        for (int64_t i = 0; i < n; ++i) {
          EXPECT_GE(graph.degree(i), neighbours / 2);
        }
      }
    }
  }
}

// Of 2000 edges each is moved by itself: Binomial(2000, r), and what has moved
// falls on a freed place of the circle with a probability below 4 / 990. Five
// deviations and that: false alarms below 1e-6 for each of the three.
TEST(MakeGraphTest, MovesTheShareThatIsAskedFor) {
  constexpr int64_t kClients = 1000, kEdges = 2000;
  for (const double rewire : {0.05, 0.3, 0.8}) {
    int64_t moved = 0;
    for (const Edge& edge :
         Made(WattsStrogatz{.rewire = rewire}, kClients, 11).Edges()) {
      moved += Apart(edge, kClients) > 2;
    }
    const double mean = kEdges * rewire;
    const double deviation = std::sqrt(mean * (1 - rewire));
    EXPECT_LE(moved, mean + 5 * deviation) << rewire;
    EXPECT_GE(moved, mean * (1 - 4 / 990.0) - 5 * deviation) << rewire;
  }
}

// Of nine clients with four neighbours, client 0 is joined with 1, 2, 7 and 8:
// when the edge 0 1, and no other, has moved, it goes to 3, 4, 5 or 6 alike.
TEST(MakeGraphTest, FarEndsAreUniformAmongThoseNotJoined) {
  const Graph circle = Made(WattsStrogatz{.neighbours = 4, .rewire = 0}, 9, 1);
  std::map<int64_t, int64_t> counts;
  int64_t total = 0;
  for (Seed seed = 0; seed < 20000; ++seed) {
    const Graph graph =
        Made(WattsStrogatz{.neighbours = 4, .rewire = 0.06}, 9, seed);
    std::vector<Edge> gained;
    for (const Edge& edge : graph.Edges()) {
      if (!circle.HasEdge(edge.a, edge.b)) gained.push_back(edge);
    }
    if (gained.size() != 1 || graph.HasEdge(0, 1)) continue;
    ASSERT_EQ(gained[0].a, 0);
    ++counts[gained[0].b];
    ++total;
  }
  // 20000 * 0.06 * 0.94^17 = 419 of them
  EXPECT_GT(total, 300);
  double chi2 = 0;
  for (const int64_t far : {3, 4, 5, 6}) {
    const double gap = counts[far] - total / 4.0;
    chi2 += gap * gap / (total / 4.0);
  }
  // 3 degrees of freedom: above 30.7 with probability 1e-6
  EXPECT_LT(chi2, 30.7);
  EXPECT_EQ(counts.size(), 4);
}

// A graph of 60 clients at p = 0.3 has an isolated one with probability
// 60 * 0.7^59 = 4e-8, so that drawing again changes nothing. All edges of 40
// graphs are Binomial(70800, 0.3); beyond five deviations: 6e-7.
TEST(MakeGraphTest, ErdosRenyiHasTheShareOfEdges) {
  constexpr int64_t kGraphs = 40, kPairs = 60 * 59 / 2;
  int64_t edges = 0;
  for (Seed seed = 0; seed < kGraphs; ++seed) {
    edges += Made(ErdosRenyi{0.3}, 60, seed).edges();
  }
  const double mean = kGraphs * kPairs * 0.3;
  EXPECT_LT(std::abs(edges - mean), 5 * std::sqrt(mean * 0.7));
}

// Of three clients at p = 1/2 the connected graphs, three paths and the
// triangle, have 1/8 each: alike under the condition that one is connected.
TEST(MakeGraphTest, ErdosRenyiHasTheLawOfConnectedGraphs) {
  constexpr int64_t kGraphs = 2000;
  std::map<int64_t, int64_t> by_kind;
  for (Seed seed = 0; seed < kGraphs; ++seed) {
    const Graph graph = Made(ErdosRenyi{0.5}, 3, seed);
    ASSERT_TRUE(IsConnected(graph));
    // the client in the middle of a path; 3 for the triangle
    int64_t middle = 3;
    for (int64_t i = 0; i < 3 && graph.edges() == 2; ++i) {
      if (graph.degree(i) == 2) middle = i;
    }
    ++by_kind[middle];
  }
  double chi2 = 0;
  for (int64_t kind = 0; kind < 4; ++kind) {
    const double gap = by_kind[kind] - kGraphs / 4.0;
    chi2 += gap * gap / (kGraphs / 4.0);
  }
  // 3 degrees of freedom: above 30.7 with probability 1e-6
  EXPECT_LT(chi2, 30.7);
}

TEST(MakeGraphTest, ErdosRenyiOfProbabilityOneIsComplete) {
  EXPECT_EQ(Made(ErdosRenyi{1}, 30, 3), Made(Complete{}, 30, 4));
}

TEST(MakeGraphTest, CompleteHasAllPairs) {
  const Graph graph = Made(Complete{}, 50, 0);
  EXPECT_EQ(graph.edges(), 50 * 49 / 2);
  for (int64_t i = 0; i < 50; ++i) EXPECT_EQ(graph.degree(i), 49);
}

TEST(MakeGraphTest, OneClientIsAGraph) {
  EXPECT_EQ(Made(Complete{}, 1, 0), Graph(1, {}));
  EXPECT_EQ(Made(ErdosRenyi{0.5}, 1, 0), Graph(1, {}));
  EXPECT_EQ(Made(EdgeList{}, 1, 0), Graph(1, {}));
}

TEST(MakeGraphTest, TakesEdgesAsWritten) {
  EXPECT_EQ(Made(EdgeList{{2, 1, 0, 2, 2, 3}}, 4, 0),
            Graph(4, {{0, 2}, {1, 2}, {2, 3}}));
}

TEST(MakeGraphTest, IsAFunctionOfTheSeed) {
  for (const GraphOptions& options :
       {GraphOptions(WattsStrogatz{}), GraphOptions(ErdosRenyi{0.2})}) {
    EXPECT_EQ(Made(options, 40, 7), Made(options, 40, 7));
    EXPECT_FALSE(Made(options, 40, 7) == Made(options, 40, 8));
  }
}

// At p = 0.001 a graph of 100 clients has five edges on average and needs 99.
TEST(MakeGraphTest, SaysHowToBecomeConnected) {
  EXPECT_THAT(
      MakeGraph(ErdosRenyi{0.001}, 100, 1),
      StatusIs(kInvalid,
               "none of 100 graphs that were drawn is connected: "
               "'probability' must be more than 0.001; most graphs of 100 "
               "clients are connected above log(n)/n = 0.0460517"));
}

// Each client has one edge of its own, to a client at random but no loop and no
// edge back: such a mapping is connected with a probability near
// exp(3/2) sqrt(pi / (2 n)), 0.18 here, so that none of two often is.
TEST(MakeGraphTest, SaysHowACircleStaysConnected) {
  const WattsStrogatz moved{.neighbours = 2, .rewire = 1};
  EXPECT_OK(MakeGraph(moved, 1000, 1));
  EXPECT_THAT(MakeGraph(moved, 1000, 1, /*tries=*/2),
              StatusIs(kInvalid,
                       "none of 2 graphs that were drawn is connected: "
                       "'neighbours' must be more than 2, or 'rewire' less "
                       "than 1, for 1000 clients"));
}

TEST(MakeGraphTest, RefusesEdgesThatAreNoConnectedGraph) {
  const auto list = [](std::vector<int64_t> edge, int64_t clients) {
    return MakeGraph(EdgeList{std::move(edge)}, clients, 0);
  };
  EXPECT_THAT(
      list({0, 1, 1, 1}, 2),
      StatusIs(kInvalid, "edge 1, 1 1, must join two different clients"));
  EXPECT_THAT(
      list({0, 1, 1, 2, 2, 1}, 3),
      StatusIs(kInvalid, "edge 2, 2 1, must be there once; it is edge 1"));
  EXPECT_THAT(
      list({0, 1, 1, 3}, 3),
      StatusIs(kInvalid, "edge 1, 1 3, must join clients from 0 to 2; got 3"));
  EXPECT_THAT(list({-1, 1}, 3), StatusIs(kInvalid, HasSubstr("got -1")));
  EXPECT_THAT(list({0, 1, 3, 2}, 4),
              StatusIs(kInvalid,
                       "the edges must connect all clients; none lead from "
                       "client 0 to client 2"));
  EXPECT_THAT(list({0, 1, 2}, 3),
              StatusIs(kInvalid,
                       "'edge' must have both ends of each edge; got 3 "
                       "numbers"));
}

TEST(MakeGraphTest, RefusesWhatCannotBe) {
  for (const int64_t neighbours : {0, 1, 3, 10, 12}) {
    EXPECT_THAT(MakeGraph(WattsStrogatz{.neighbours = neighbours}, 10, 0),
                StatusIs(kInvalid, HasSubstr("'neighbours' must be even")));
  }
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double bad : {-0.1, 1.1, nan}) {
    EXPECT_THAT(MakeGraph(WattsStrogatz{.rewire = bad}, 10, 0),
                StatusIs(kInvalid, HasSubstr("'rewire' must be from 0 to 1")));
    EXPECT_THAT(MakeGraph(ErdosRenyi{bad}, 10, 0),
                StatusIs(kInvalid, HasSubstr("'probability' must be > 0")));
  }
  EXPECT_THAT(MakeGraph(ErdosRenyi{}, 10, 0), StatusIs(kInvalid));
  EXPECT_THAT(MakeGraph(Complete{}, 0, 0),
              StatusIs(kInvalid, "'clients' must be >= 1; got 0"));
}

TEST(MakeGraphTest, RefusesGraphsOfTooManyPairs) {
  for (const auto& [options, clients] :
       {std::pair<GraphOptions, int64_t>(Complete{}, 10001),
        {ErdosRenyi{1e-3}, 10001},
        {WattsStrogatz{.neighbours = 1000}, 100001}}) {
    EXPECT_THAT(MakeGraph(options, clients, 0),
                StatusIs(absl::StatusCode::kResourceExhausted,
                         HasSubstr("at most 50000000 pairs of clients; got "
                                   "5.00")));
  }
}

}  // namespace
}  // namespace flow::federated
