#include "federated/clients/heterogeneity.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>
#include <vector>

#include "ATen/ops/full.h"
#include "core/base/status_testing.h"
#include "core/distribution/finite_set.h"
#include "core/distribution/gaussian.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using Law = std::shared_ptr<const core::Distribution>;

constexpr Seed kSeed = 7;

Law Normal(std::vector<double> mean, double std = 1) {
  return *core::Gaussian::Create(std::move(mean), std);
}

Heterogeneity Measure(const std::vector<Law>& clients,
                      const std::vector<double>& weights, int64_t samples,
                      Law source = nullptr, int threads = 1) {
  if (source == nullptr) {
    source = Normal(std::vector<double>(clients[0]->dim()));
  }
  ThreadPool pool(threads);
  auto found =
      MeasureHeterogeneity(*source, clients, weights, samples, kSeed, &pool);
  EXPECT_OK(found.status());
  return *std::move(found);
}

double NormalDistribution(double z) { return std::erfc(-z / M_SQRT2) / 2; }

// Of the mixture of unit normal laws on the line, where probability u begins.
double Quantile(const std::vector<double>& means,
                const std::vector<double>& weights, double u) {
  double low = -50, high = 50;
  while (high - low > 1e-10) {
    const double middle = (low + high) / 2;
    double p = 0;
    for (size_t i = 0; i < means.size(); ++i) {
      p += weights[i] * NormalDistribution(middle - means[i]);
    }
    (p < u ? low : high) = middle;
  }
  return low;
}

// W_2 from N(mean, 1) to the mixture: on the line points of equal rank go
// together.
double ToMixture(double mean, const std::vector<double>& means,
                 const std::vector<double>& weights) {
  constexpr int kCells = 4000;
  double sum = 0;
  for (int k = 0; k < kCells; ++k) {
    const double u = (k + 0.5) / kCells;
    const double difference =
        mean + Quantile({0}, {1}, u) - Quantile(means, weights, u);
    sum += difference * difference;
  }
  return std::sqrt(sum / kCells);
}

// Between two normal laws of one covariance W_2 is the distance of the means;
// on a sample it is that of the sample's means or more, up to what is left of
// the two clouds once these agree: below 0.15 for 1000 points on the line. The
// means of the samples differ by sqrt(2 / n) = 0.045 times a normal variable,
// and 5.5 of that are 0.25: one seed in 2.6e7.
TEST(HeterogeneityTest, NormalClientsOnTheLine) {
  const std::vector<double> means = {-1, 0.5, 4}, weights = {0.5, 0.3, 0.2};
  const std::vector<Law> clients = {Normal({-1}), Normal({0.5}), Normal({4})};
  const Heterogeneity found = Measure(clients, weights, 1000);
  EXPECT_EQ(found.samples, 1000);
  EXPECT_THAT(found.clients, ElementsAre(0, 1, 2));
  ASSERT_TRUE(found.gap.has_value());
  double score = 0, gap = 0, bound = 0;
  const double whole = ToMixture(0, means, weights);
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      EXPECT_NEAR(found.between[i][j], std::abs(means[i] - means[j]), 0.25);
    }
    EXPECT_NEAR(found.gap->from_source[i], std::abs(means[i]), 0.25);
    const double distance = ToMixture(means[i], means, weights);
    // the share of the furthest client is that of a sample, which moves a
    // point by up to 5: 5.5 sqrt(0.2 * 0.8 / n) * 25 / (2 * 1.5) = 0.58 at most
    EXPECT_NEAR(found.to_whole[i], distance, 0.6);
    score += weights[i] * distance;
    gap += weights[i] * means[i] * means[i];
    bound += weights[i] * distance * (std::abs(means[i]) + whole);
  }
  gap -= whole * whole;
  EXPECT_NEAR(found.gap->source_to_whole, whole, 0.4);
  EXPECT_NEAR(found.score, score, 0.4);
  EXPECT_NEAR(found.gap->value, gap, 5.5 * found.gap->std_error);
  EXPECT_NEAR(found.gap->bound, bound, 2.5);
  EXPECT_LT(gap, bound);
  EXPECT_LT(found.floor, 0.5);
}

TEST(HeterogeneityTest, ClientsOfOneLawAreAtTheFloor) {
  const std::vector<Law> clients(4, Normal({3, 0}));
  const Heterogeneity found = Measure(clients, {1, 1, 2, 4}, 500);
  // a sampled W_2 of two laws that agree is about the same for every pair of
  // samples; it is far from the zero that it stands for
  EXPECT_GT(found.floor, 0.1);
  EXPECT_NEAR(found.score, found.floor, 0.5 * found.floor);
  for (const double distance : found.to_whole) {
    EXPECT_NEAR(distance, found.floor, 0.5 * found.floor);
  }
  EXPECT_NEAR(found.gap->value, 0, 5.5 * found.gap->std_error);
  EXPECT_LT(found.gap->std_error, 0.5);
}

// Two points, a client each: all distances are exact but for how many of the
// points of the whole are of which client.
TEST(HeterogeneityTest, TwoFarClients) {
  const std::vector<Law> clients = {Normal({-10, 0}, 1e-6),
                                    Normal({10, 0}, 1e-6)};
  const Heterogeneity found =
      Measure(clients, {1, 1}, 400, Normal({0, 0}, 1e-6));
  EXPECT_NEAR(found.between[0][1], 20, 1e-4);
  EXPECT_THAT(found.gap->from_source, Each(testing::DoubleNear(10, 1e-4)));
  EXPECT_NEAR(found.gap->source_to_whole, 10, 1e-4);
  // any plan is optimal
  EXPECT_NEAR(found.gap->value, 0, 1e-3);
  // 400 times the share of the points that are the other's; 0.5 +- 5.5 * 0.025
  EXPECT_NEAR(found.to_whole[0] * found.to_whole[0], 200, 400 * 0.1375);
  EXPECT_NEAR(found.to_whole[0] * found.to_whole[0] +
                  found.to_whole[1] * found.to_whole[1],
              400, 1e-3);
  // a source that lies along the clients has something to lose: locally each
  // of its points goes to both sides. N(0, 1) on the line: W(q_0, q_i)^2 =
  // 1 + 100, and W(q_0, q_lambda)^2 = E (|z| - 10)^2 = 101 - 20 sqrt(2 / pi)
  const Heterogeneity line = Measure(clients, {1, 1}, 400, Normal({0, 0}, 1));
  EXPECT_NEAR(line.gap->value, 20 * std::sqrt(2 / M_PI),
              5.5 * line.gap->std_error);
  EXPECT_LT(line.gap->std_error, 2.5);
}

// The bound is one of the triangle inequality among the samples themselves.
TEST(HeterogeneityTest, TheBoundHoldsForEverySample) {
  for (const double distance : {0.0, 0.5, 3.0}) {
    const std::vector<Law> clients = {Normal({0, 0}), Normal({distance, 0}),
                                      Normal({0, distance})};
    for (const int64_t samples : {5, 50}) {
      const Heterogeneity found = Measure(clients, {1, 2, 3}, samples);
      EXPECT_LE(found.gap->value, found.gap->bound * (1 + 1e-12));
      for (int i = 0; i < 3; ++i) {
        EXPECT_LE(
            std::abs(found.gap->from_source[i] - found.gap->source_to_whole),
            found.to_whole[i] * (1 + 1e-12));
      }
    }
  }
}

TEST(HeterogeneityTest, OfManyClientsSomeAreMeasured) {
  std::vector<Law> clients;
  std::vector<double> weights;
  for (int i = 0; i < 40; ++i) {
    clients.push_back(std::make_shared<core::FiniteSet>(
        core::Points{at::full({3, 1}, static_cast<float>(i)), {}}));
    weights.push_back(i + 1);
  }
  const Heterogeneity found = Measure(clients, weights, 50);
  EXPECT_EQ(found.clients.size(), 32);
  EXPECT_TRUE(std::is_sorted(found.clients.begin(), found.clients.end()));
  EXPECT_EQ(std::adjacent_find(found.clients.begin(), found.clients.end()),
            found.clients.end());
  EXPECT_THAT(found.between, IsEmpty());
  EXPECT_FALSE(found.gap.has_value());
  // the mean over them, by weights that sum to one again
  double score = 0, total = 0;
  for (int k = 0; k < 32; ++k) {
    score += weights[found.clients[k]] * found.to_whole[k];
    total += weights[found.clients[k]];
  }
  EXPECT_NEAR(found.score, score / total, 1e-12);
  clients.resize(11);
  weights.resize(11);
  const Heterogeneity eleven = Measure(clients, weights, 50);
  EXPECT_TRUE(eleven.gap.has_value());
  EXPECT_THAT(eleven.between, IsEmpty());
}

TEST(HeterogeneityTest, TheBitsDoNotDependOnThreads) {
  const std::vector<Law> clients = {Normal({0, 0}), Normal({1, 0})};
  const Heterogeneity one = Measure(clients, {1, 2}, 100);
  const Heterogeneity three = Measure(clients, {1, 2}, 100, nullptr, 3);
  EXPECT_EQ(one.to_whole, three.to_whole);
  EXPECT_EQ(one.between, three.between);
  EXPECT_EQ(one.gap->value, three.gap->value);
  EXPECT_EQ(one.gap->std_error, three.gap->std_error);
}

TEST(HeterogeneityTest, FewerPointsInManyDimensions) {
  EXPECT_EQ(HeterogeneitySamples(2), 1000);
  EXPECT_EQ(HeterogeneitySamples(64), 1000);
  EXPECT_EQ(HeterogeneitySamples(3072), 144);
  EXPECT_EQ(HeterogeneitySamples(1000000), 100);
}

TEST(HeterogeneityTest, RefusesWhatHasNoDistance) {
  ThreadPool pool(1);
  EXPECT_THAT(MeasureHeterogeneity(*Normal({0}), {Normal({0, 0})}, {1}, 10,
                                   kSeed, &pool)
                  .status(),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace flow::federated
