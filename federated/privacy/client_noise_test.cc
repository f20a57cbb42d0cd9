#include "federated/privacy/client_noise.h"

#include <cmath>
#include <limits>
#include <vector>

#include "ATen/ops/full.h"
#include "ATen/ops/zeros.h"
#include "federated/aggregation/client_value_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using ::testing::ElementsAre;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double Length(const at::Tensor& row) { return row.norm().item<double>(); }

TEST(MeanOfClippedTest, DividesByHowManyWereAsked) {
  const std::vector<ClientValue> sent = {
      {5, 1, Row({3, 4})}, {1, 1, Row({0.6, 0})}, {9, 1, Row({0, -20})}};
  const ClippedMean of = MeanOfClipped(sent, 1, 10);
  EXPECT_LT(Gap(of.mean, Row({(0.6 + 0.6) / 10, (0.8 - 1) / 10})), 1e-7);
  EXPECT_THAT(of.norms, ElementsAre(0.6, 5, 20));
  EXPECT_TRUE(sent[0].value.equal(Row({3, 4})));  // the caller's own
}

TEST(MeanOfClippedTest, WeightsAndTheOrderOfAnswersDoNotMatter) {
  auto sent = SomeClients(3, 20, 40, at::kFloat);
  const ClippedMean of = MeanOfClipped(sent, 4, 30);
  EXPECT_EQ(of.mean.scalar_type(), at::kDouble);
  for (ClientValue& c : sent) c.weight = 1e6 * c.client;
  for (Seed seed = 0; seed < 5; ++seed) {
    const ClippedMean again = MeanOfClipped(Shuffled(sent, seed), 4, 30);
    EXPECT_TRUE(again.mean.equal(of.mean));
    EXPECT_EQ(again.norms, of.norms);
  }
}

TEST(MeanOfClippedTest, AnUpdateThatIsNotFiniteCountsAsMissing) {
  auto sent = SomeClients(3, 4, 10, at::kFloat);
  const at::Tensor mean = MeanOfClipped(sent, 1, 8).mean;
  for (const double bad : {kInfinity, std::nan("")}) {
    auto more = sent;
    more.push_back({0, 1, at::full({10}, bad, at::kFloat)});
    const ClippedMean of = MeanOfClipped(more, 1, 8);
    EXPECT_TRUE(of.mean.equal(mean)) << bad;
    EXPECT_EQ(of.norms[0], kInfinity) << bad;
  }
}

// What one more client can add. The least that is allowed above C / n is the
// rounding of sums of numbers below one in double.
void ExpectNeighboursAreNear(const std::vector<ClientValue>& sent,
                             const ClientValue& more, double clip) {
  constexpr int64_t kAsked = 12;
  std::vector<ClientValue> all = sent;
  all.push_back(more);
  const at::Tensor with = MeanOfClipped(all, clip, kAsked).mean;
  const at::Tensor without = MeanOfClipped(sent, clip, kAsked).mean;
  EXPECT_LE(Length(with.sub(without)), clip / kAsked * (1 + 1e-12));
}

TEST(MeanOfClippedTest, NeighboursDifferByAtMostTheSensitivity) {
  for (Seed seed = 0; seed < 50; ++seed) {
    for (const at::ScalarType dtype : {at::kFloat, at::kDouble}) {
      const int64_t parameters = 1 + seed % 5 * 30;
      const auto sent = SomeClients(seed, 1 + seed % 11, parameters, dtype);
      const at::Tensor x =
          core::NormalTensor(DeriveSeed(seed, "more"), 1, parameters)[0].to(
              dtype);
      for (const double size : {1e-6, 0.5, 3.0, 1e6}) {
        ExpectNeighboursAreNear(sent, {2, 1e9, x.mul(size)}, 0.5);
      }
    }
  }
}

TEST(MeanOfClippedTest, NeighboursChosenToHarmDifferByNoMore) {
  const auto sent = SomeClients(8, 11, 50, at::kFloat);
  const at::Tensor sum = MeanOfClipped(sent, 1e9, 1).mean.to(at::kFloat);
  at::Tensor spike = at::zeros({50}, at::kFloat);
  spike[17] = 3e38;
  const std::vector<at::Tensor> chosen = {
      sum.mul(1e30),  // with all others, against them, against one
      sum.mul(-1e30),
      sent[0].value.mul(-1e20),
      spike,
      at::full({50}, 1e-30, at::kFloat),
      at::full({50}, kInfinity, at::kFloat)};
  for (const at::Tensor& x : chosen) {
    ExpectNeighboursAreNear(sent, {2, 1e30, x}, 1);
  }
  // and one of them can do all that the noise is made for
  const double reached =
      Length(MeanOfClipped({{2, 1, spike}}, 1, 12).mean) * 12;
  EXPECT_GT(reached, 1 - 2e-7);
}

// 1e5 coordinates: the sum of squares is chi-square of mean N and variance 2N;
// it and the sums of neighbours' products, of variance N, leave five standard
// deviations once in a million seeds.
TEST(WithNoiseTest, IsNormalOfTheGivenSpread) {
  constexpr int64_t kCount = 100000;
  const double std = ClientNoiseStd(1.3, 0.7, 20);
  EXPECT_DOUBLE_EQ(std, 1.3 * 0.7 / 20);
  const at::Tensor mean = core::NormalTensor(4, 1, kCount)[0].to(at::kDouble);
  const at::Tensor z = WithNoise(mean, std, 77).sub(mean).div(std);
  EXPECT_NEAR(z.sum().item<double>(), 0, 5 * std::sqrt(kCount));
  EXPECT_NEAR(z.square().sum().item<double>(), kCount,
              5 * std::sqrt(2.0 * kCount));
  const at::Tensor next = z.narrow(0, 1, kCount - 1);
  EXPECT_NEAR(z.narrow(0, 0, kCount - 1).mul(next).sum().item<double>(), 0,
              5 * std::sqrt(kCount));
}

TEST(WithNoiseTest, IsAFunctionOfItsSeedAndTheCoordinate) {
  const at::Tensor zeros = at::zeros({1000}, at::kFloat);
  const at::Tensor noise = WithNoise(zeros, 2, 5);
  EXPECT_EQ(noise.scalar_type(), at::kFloat);
  EXPECT_TRUE(noise.equal(WithNoise(zeros, 2, 5)));
  EXPECT_TRUE(
      WithNoise(zeros.narrow(0, 0, 10), 2, 5).equal(noise.narrow(0, 0, 10)));
  EXPECT_FALSE(noise.equal(WithNoise(zeros, 2, 6)));
  EXPECT_TRUE(WithNoise(zeros, 0, 5).equal(zeros));
}

TEST(ClientNoiseDeathTest, RefusesWhatHasNoMeaning) {
  EXPECT_DEATH(MeanOfClipped({Sent(0, 1)}, 1, 0), "asks somebody; got 0");
  EXPECT_DEATH(MeanOfClipped({Sent(0, 1)}, 0, 1), "positive and finite");
  EXPECT_DEATH(MeanOfClipped({}, 1, 1), "somebody must have answered");
  EXPECT_DEATH(WithNoise(Row({1}), -1, 0), "standard deviation; got -1");
}

}  // namespace
}  // namespace flow::federated
