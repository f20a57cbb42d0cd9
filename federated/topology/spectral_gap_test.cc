#include "federated/topology/spectral_gap.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/status_testing.h"
#include "federated/topology/make_graph.h"

namespace flow::federated {
namespace {

// Eigenvalues of symmetric matrices of norm one: n roundings of 1e-16.
constexpr double kDense = 1e-13;
// The residual of 1e-9 bounds the error of an eigenvalue; its square, over the
// distance to the next, bounds it far better.
constexpr double kIterated = 1e-9;

MixingWeights Weights(const GraphOptions& options, int64_t clients) {
  return MetropolisWeights(*MakeGraph(options, clients, 17));
}

MixingWeights Circle(int64_t n) {
  return Weights(WattsStrogatz{.neighbours = 2, .rewire = 0}, n);
}

double CircleGap(int64_t n) {
  double greatest = 0;
  for (int64_t k = 1; k < n; ++k) {
    greatest =
        std::max(greatest, std::abs(1.0 / 3 + 2.0 / 3 * cos(2 * M_PI * k / n)));
  }
  return 1 - greatest;
}

// Clients 0, ..., m-1 joined with all of m, ..., 2m-1.
MixingWeights TwoSides(int64_t m) {
  std::vector<Edge> edges;
  for (int64_t a = 0; a < m; ++a) {
    for (int64_t b = m; b < 2 * m; ++b) edges.push_back({a, b});
  }
  return MetropolisWeights(Graph(2 * m, edges));
}

MixingWeights StarOf(int64_t leaves) {
  std::vector<Edge> edges;
  for (int64_t b = 1; b <= leaves; ++b) edges.push_back({0, b});
  return MetropolisWeights(Graph(leaves + 1, edges));
}

void ExpectGap(const MixingWeights& weights, double gap) {
  EXPECT_NEAR(DenseSpectralGap(weights), gap, kDense);
  ASSERT_OK_AND_ASSIGN(const double iterated, IteratedSpectralGap(weights));
  EXPECT_NEAR(iterated, gap, kIterated);
}

// For four, 1/3 and -1/3 are of equal size; k and n - k always are one.
TEST(SpectralGapTest, OfACircle) {
  for (const int64_t n : {3, 4, 5, 8, 12, 100}) {
    SCOPED_TRACE(n);
    ExpectGap(Circle(n), CircleGap(n));
  }
  EXPECT_NEAR(CircleGap(4), 2.0 / 3, 1e-15);
  EXPECT_NEAR(CircleGap(8), 2.0 / 3 - std::sqrt(2) / 3, 1e-15);
  EXPECT_NEAR(CircleGap(12), 2.0 / 3 - std::sqrt(3) / 3, 1e-15);
}

TEST(SpectralGapTest, OfACompleteGraphIsOne) {
  for (const int64_t n : {1, 2, 3, 40}) {
    SCOPED_TRACE(n);
    ExpectGap(Weights(Complete{}, n), 1);
  }
}

// A leaf's own weight is m / (m + 1), and what differs among leaves keeps it.
TEST(SpectralGapTest, OfAStarIsOneOverItsClients) {
  for (const int64_t leaves : {2, 5, 30}) {
    SCOPED_TRACE(leaves);
    ExpectGap(StarOf(leaves), 1.0 / (leaves + 1));
  }
}

// 1 on one side and -1 on the other has the eigenvalue (1 - m) / (1 + m), whose
// size is above that of all others, 1 / (1 + m).
TEST(SpectralGapTest, SeesNegativeEigenvalues) {
  for (const int64_t m : {2, 5, 20}) {
    SCOPED_TRACE(m);
    ExpectGap(TwoSides(m), 1 - (m - 1.0) / (m + 1.0));
  }
}

TEST(SpectralGapTest, OfAGraphInPartsIsZero) {
  ExpectGap(MetropolisWeights(Graph(5, {{0, 1}, {2, 3}, {3, 4}})), 0);
}

TEST(SpectralGapTest, BothMethodsAgree) {
  for (const GraphOptions& options :
       {GraphOptions(WattsStrogatz{}), GraphOptions(ErdosRenyi{0.05}),
        GraphOptions(WattsStrogatz{.neighbours = 10, .rewire = 0.3})}) {
    const MixingWeights weights = Weights(options, 200);
    ASSERT_OK_AND_ASSIGN(const double iterated, IteratedSpectralGap(weights));
    EXPECT_NEAR(iterated, DenseSpectralGap(weights), kIterated);
    EXPECT_GT(iterated, 0);
    EXPECT_LT(iterated, 1);
  }
}

// Shortcuts at the same number of edges: 0.0039 becomes 0.01 or more.
TEST(SpectralGapTest, GrowsWhenEndsOfACircleAreMoved) {
  const double still =
      DenseSpectralGap(Weights(WattsStrogatz{.rewire = 0}, 100));
  for (Seed seed = 0; seed < 5; ++seed) {
    const Graph moved = *MakeGraph(WattsStrogatz{.rewire = 0.1}, 100, seed);
    EXPECT_GT(DenseSpectralGap(MetropolisWeights(moved)), 2 * still);
  }
}

TEST(SpectralGapTest, OfAThousandClients) {
  const MixingWeights weights = Weights(WattsStrogatz{}, 1000);
  ASSERT_OK_AND_ASSIGN(const double gap, SpectralGap(weights));
  EXPECT_THAT(IteratedSpectralGap(weights), IsOkAndHolds(gap));
  EXPECT_NEAR(gap, DenseSpectralGap(weights), kIterated);
}

TEST(SpectralGapTest, SaysWhenItWasNotFound) {
  EXPECT_THAT(IteratedSpectralGap(Circle(100), /*most_steps=*/20),
              StatusIs(absl::StatusCode::kResourceExhausted,
                       testing::HasSubstr("the spectral gap of 100 clients was "
                                          "not found in 20 steps")));
}

TEST(SpectralGapDeathTest, NeedsAClient) {
  EXPECT_DEATH(DenseSpectralGap({}), "there must be a client");
  EXPECT_DEATH(IteratedSpectralGap({}).value(), "there must be a client");
}

}  // namespace
}  // namespace flow::federated
