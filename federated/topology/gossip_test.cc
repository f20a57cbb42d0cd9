#include "federated/topology/gossip.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "ATen/ops/tensor.h"
#include "ATen/ops/zeros.h"
#include "core/base/random.h"
#include "core/tensor/random_tensor.h"
#include "federated/topology/make_graph.h"
#include "federated/topology/spectral_gap.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

constexpr int64_t kClients = 20, kParameters = 150;  // more than two blocks

at::Tensor Models(at::ScalarType dtype = at::kDouble, Seed seed = 1) {
  // thirds, so that no bit of a double is zero
  return core::NormalTensor(seed, kClients, kParameters).to(dtype).div(3);
}

const std::vector<double>& Equal() {
  static const auto& weights = *new std::vector<double>(kClients, 37);
  return weights;
}

// From 1 to 100.
const std::vector<double>& Unequal() {
  static const auto& weights = *[] {
    auto* drawn = new std::vector<double>(kClients);
    for (int64_t i = 0; i < kClients; ++i) {
      (*drawn)[i] = 1 + RowRandom(3, i).UniformInt(100);
    }
    return drawn;
  }();
  return weights;
}

at::Tensor Column(const std::vector<double>& values) {
  return at::tensor(values, at::kDouble).unsqueeze(1);
}

at::Tensor MeanBy(const std::vector<double>& weights, const at::Tensor& x) {
  const at::Tensor n = Column(weights);
  return x.to(at::kDouble).mul(n).sum(0).div(n.sum());
}

double Norm(const at::Tensor& x) {
  return std::sqrt(x.mul(x).sum().item<double>());
}

double Gap(const at::Tensor& a, const at::Tensor& b) {
  return a.sub(b).abs().max().item<double>();
}

std::vector<MixingWeights> SomeWeights() {
  std::vector<MixingWeights> all;
  for (const GraphOptions& options :
       {GraphOptions(WattsStrogatz{}), GraphOptions(ErdosRenyi{0.2}),
        GraphOptions(WattsStrogatz{.neighbours = 2, .rewire = 0})}) {
    all.push_back(MetropolisWeights(*MakeGraph(options, kClients, 2)));
  }
  return all;
}

// Two clients: W = 1/2 everywhere. (1 * 2 + 3 * 4) / (1 + 3) = 3.5.
TEST(MixTest, OfTwoClientsByHand) {
  const MixingWeights w = MetropolisWeights(Graph(2, {{0, 1}}));
  const GossipState state =
      Mix(w, at::tensor({2.0, 4.0}, at::kDouble).view({2, 1}), {1, 3}, 1);
  EXPECT_EQ(state.models[0].item<double>(), 3.5);
  EXPECT_EQ(state.models[1].item<double>(), 3.5);
  EXPECT_THAT(state.weights, testing::ElementsAre(2, 2));
}

// The path 0 1 2: client 0 has 2/3 of its own and 1/3 of client 1's.
TEST(MixTest, OfAPathByHand) {
  const MixingWeights w = MetropolisWeights(Graph(3, {{0, 1}, {1, 2}}));
  const at::Tensor models = at::tensor({6.0, 12.0, 3.0}, at::kDouble);
  const GossipState state = Mix(w, models.view({3, 1}), {1, 2, 4}, 1);
  EXPECT_NEAR(state.models[0].item<double>(), (2 * 6 + 24) / 4.0, 1e-14);
  EXPECT_NEAR(state.models[1].item<double>(), (6 + 24 + 12) / 7.0, 1e-14);
  EXPECT_NEAR(state.models[2].item<double>(), (24 + 2 * 12) / 10.0, 1e-14);
}

// Sums of 20 normal numbers, each rounded in some places of 1e-16.
TEST(MixTest, KeepsTheMeanByItsWeights) {
  for (const MixingWeights& w : SomeWeights()) {
    for (const auto& weights : {Equal(), Unequal()}) {
      for (const int64_t steps : {1, 2, 7, 30}) {
        const GossipState state = Mix(w, Models(), weights, steps);
        EXPECT_LT(
            Gap(MeanBy(state.weights, state.models), MeanBy(weights, Models())),
            1e-12);
      }
    }
  }
}

TEST(MixTest, TendsToTheMeanAtTheRateOfTheSpectralGap) {
  for (const MixingWeights& w : SomeWeights()) {
    const double share = 1 - DenseSpectralGap(w);
    for (const auto& weights : {Equal(), Unequal()}) {
      const at::Tensor mean = MeanBy(weights, Models());
      const double least = *std::min_element(weights.begin(), weights.end());
      const double start =
          Norm(Models().sub(mean).mul(Column(weights))) / least;
      for (const int64_t steps : {1, 3, 10, 40, 600}) {
        const at::Tensor off =
            Mix(w, Models(), weights, steps).models.sub(mean);
        // and roundings, about 1e-14 for each number
        EXPECT_LE(Norm(off), std::pow(share, steps) * start + 1e-12);
      }
      // of a circle 0.967^600 = 2e-9, of the others nothing
      EXPECT_LT(Gap(Mix(w, Models(), weights, 2000).models,
                    mean.expand({kClients, kParameters})),
                1e-12);
    }
  }
}

// The eigenvector cos(2 pi i / n) of a circle shrinks by its eigenvalue.
TEST(MixTest, TheSlowestPartShrinksExactlyAtTheRate) {
  const MixingWeights w = SomeWeights()[2];
  std::vector<double> wave(kClients);
  for (int64_t i = 0; i < kClients; ++i) {
    wave[i] = std::cos(2 * M_PI * i / kClients);
  }
  const at::Tensor models = Column(wave);
  const double share = 1.0 / 3 + 2.0 / 3 * std::cos(2 * M_PI / kClients);
  EXPECT_NEAR(share, 1 - DenseSpectralGap(w), 1e-13);
  EXPECT_LT(
      Gap(Mix(w, models, Equal(), 9).models, models.mul(std::pow(share, 9))),
      1e-14);
}

TEST(MixTest, ACompleteGraphReachesTheMeanInOneStep) {
  const MixingWeights w =
      MetropolisWeights(*MakeGraph(Complete{}, kClients, 0));
  for (const auto& weights : {Equal(), Unequal()}) {
    const at::Tensor mean = MeanBy(weights, Models());
    EXPECT_LT(Gap(Mix(w, Models(), weights, 1).models,
                  mean.expand({kClients, kParameters})),
              1e-13);
  }
}

TEST(MixTest, OfFloatIsThatOfDoubleRoundedOnce) {
  const MixingWeights w = SomeWeights()[0];
  const at::Tensor floats = Models(at::kFloat);
  const GossipState state = Mix(w, floats, Unequal(), 5);
  EXPECT_EQ(state.models.scalar_type(), at::kFloat);
  EXPECT_TRUE(state.models.equal(
      Mix(w, floats.to(at::kDouble), Unequal(), 5).models.to(at::kFloat)));
}

TEST(MixTest, BitsDoNotDependOnTheOtherParameters) {
  const MixingWeights w = SomeWeights()[1];
  const at::Tensor all = Mix(w, Models(), Unequal(), 3).models;
  for (const auto& [begin, count] : {std::pair<int64_t, int64_t>(0, 1),
                                     {1, 70},
                                     {63, 2},
                                     {64, 64},
                                     {100, 50}}) {
    const at::Tensor part = Models().narrow(1, begin, count).contiguous();
    EXPECT_TRUE(
        Mix(w, part, Unequal(), 3).models.equal(all.narrow(1, begin, count)));
  }
}

TEST(MixTest, BitsDoNotDependOnTheOrderOfEdges) {
  const Graph graph = *MakeGraph(ErdosRenyi{0.2}, kClients, 2);
  std::vector<int64_t> turned;
  for (const Edge& edge : graph.Edges()) {
    turned.insert(turned.begin(), {edge.b, edge.a});
  }
  const Graph again = *MakeGraph(EdgeList{turned}, kClients, 0);
  EXPECT_TRUE(
      Mix(MetropolisWeights(graph), Models(), Unequal(), 3)
          .models.equal(
              Mix(MetropolisWeights(again), Models(), Unequal(), 3).models));
}

TEST(MixTest, StepsMayBeTakenOneByOne) {
  const MixingWeights w = SomeWeights()[0];
  GossipState state{Models(), Unequal()};
  for (int step = 0; step < 4; ++step) {
    state = Mix(w, state.models, state.weights, 1);
  }
  const GossipState at_once = Mix(w, Models(), Unequal(), 4);
  EXPECT_LT(Gap(state.models, at_once.models), 1e-13);
  EXPECT_EQ(state.weights, at_once.weights);
}

TEST(MixTest, WhoDoesNotTakePartKeepsItsBits) {
  const Graph graph = *MakeGraph(Complete{}, kClients, 0);
  const MixingWeights w = MetropolisWeights(Subgraph(graph, {4, 7, 9}));
  const at::Tensor mixed = Mix(w, Models(), Unequal(), 2).models;
  for (int64_t i = 0; i < kClients; ++i) {
    EXPECT_EQ(mixed[i].equal(Models()[i]), i != 4 && i != 7 && i != 9) << i;
  }
  EXPECT_LT(Gap(mixed[4], mixed[9]), 1e-13);
}

TEST(MixTest, NoStepsChangeNothing) {
  const GossipState state = Mix(SomeWeights()[0], Models(), Unequal(), 0);
  EXPECT_TRUE(state.models.equal(Models()));
  EXPECT_EQ(state.weights, Unequal());
}

// Rows (0, 0) and (6, 8): each is 5 from the middle.
TEST(ConsensusDistanceTest, ByHand) {
  for (const at::ScalarType dtype : {at::kFloat, at::kDouble}) {
    const at::Tensor two = at::tensor({0, 0, 6, 8}, dtype).view({2, 2});
    EXPECT_EQ(ConsensusDistance(two), 5);
  }
  EXPECT_EQ(ConsensusDistance(Models().narrow(0, 0, 1)), 0);
}

TEST(ConsensusDistanceTest, ShrinksByOneMinusTheGapEachStep) {
  for (const MixingWeights& w : SomeWeights()) {
    const double share = 1 - DenseSpectralGap(w);
    GossipState state{Models(), Equal()};
    double before = ConsensusDistance(state.models);
    for (int step = 0; step < 10; ++step) {
      state = Mix(w, state.models, state.weights, 1);
      const double after = ConsensusDistance(state.models);
      EXPECT_LE(after, share * before * (1 + 1e-12));
      before = after;
    }
  }
}

TEST(MixDeathTest, RefusesWhatHasNoMeaning) {
  const MixingWeights w = MetropolisWeights(Graph(2, {{0, 1}}));
  const at::Tensor two = at::zeros({2, 3});
  EXPECT_DEATH(Mix(w, two, {1, 0}, 1),
               "the weight of client 1 must be finite and > 0; got 0");
  EXPECT_DEATH(Mix(w, two, {std::numeric_limits<double>::infinity(), 1}, 1),
               "must be finite");
  EXPECT_DEATH(Mix(w, two, {1}, 1), "a weight for each of 2 clients; got 1");
  EXPECT_DEATH(Mix(w, at::zeros({3, 3}), {1, 1, 1}, 1),
               "a row for each of 3 clients; got 2");
  EXPECT_DEATH(Mix(w, two, {1, 1}, -1), "steps must be >= 0; got -1");
  EXPECT_DEATH(Mix(w, two.t(), {1, 1, 1}, 1), "must be contiguous rows");
  EXPECT_DEATH(Mix(w, two.to(at::kLong), {1, 1}, 1), "float32 or float64");
}

}  // namespace
}  // namespace flow::federated
