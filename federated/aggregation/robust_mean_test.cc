#include "federated/aggregation/robust_mean.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "federated/aggregation/client_value_testing.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::vector<double> SortedAt(const std::vector<ClientValue>& sent, int64_t p) {
  std::vector<double> x;
  for (const ClientValue& c : sent) x.push_back(c.value[p].item<double>());
  std::sort(x.begin(), x.end());
  return x;
}

TEST(CoordinateMedianTest, IsTheMiddleOfEachCoordinate) {
  for (const int64_t n : {1, 2, 5, 8}) {
    const auto sent = SomeClients(n, n, 20, at::kDouble);
    const at::Tensor median = CoordinateMedian(sent);
    for (int64_t p = 0; p < 20; ++p) {
      const std::vector<double> x = SortedAt(sent, p);
      const double middle =
          n % 2 == 1 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
      EXPECT_EQ(median[p].item<double>(), middle) << n << " " << p;
    }
  }
}

TEST(TrimmedMeanTest, LeavesOutTheExtremesOfEachCoordinate) {
  for (const double trim : {0.0, 0.1, 0.25, 0.49}) {
    for (const int64_t n : {1, 2, 7, 10, 20}) {
      const auto sent = SomeClients(n, n, 20, at::kDouble);
      const at::Tensor mean = TrimmedMean(sent, trim);
      const auto k = static_cast<int64_t>(trim * n);
      for (int64_t p = 0; p < 20; ++p) {
        const std::vector<double> x = SortedAt(sent, p);
        double sum = 0;
        for (int64_t i = k; i < n - k; ++i) sum += x[i];
        EXPECT_NEAR(mean[p].item<double>(), sum / (n - 2 * k), 1e-12)
            << trim << " " << n << " " << p;
      }
    }
  }
}

// 0.29 * 100 is 28.999999999999996 in double. 29 of the hundred are huge.
TEST(TrimmedMeanTest, AShareOfAWholeNumberIsThatNumber) {
  std::vector<ClientValue> sent;
  for (int i = 0; i < 100; ++i) sent.push_back(Sent(i, i < 29 ? 1e9 : 1));
  EXPECT_EQ(TrimmedMean(sent, 0.29).item<double>(), 1);
  EXPECT_GT(TrimmedMean(sent, 0.28).item<double>(), 1e6);
}

TEST(TrimmedMeanTest, LeavesSomethingOver) {
  EXPECT_EQ(TrimmedMean({Sent(0, 1), Sent(1, 3)}, 0.4999999999).item<double>(),
            2);
}

// 1.04, ..., 1.09 and one who is far off, whatever its place among them: where
// it is the greatest both means are 1.07, where it is the least 1.06.
TEST(RobustMeanTest, OneWildClientDoesNotCarryItAway) {
  for (const double wild : {1e30, -1e30, kInfinity, -kInfinity, kNan}) {
    for (const int64_t place : {0, 5, 7, 9, 99}) {
      std::vector<ClientValue> sent = {Sent(place, wild, 1e6)};
      for (int i : {4, 8, 5, 9, 7, 6}) {
        sent.push_back(Sent(2 * (i * 5 % 11), 1 + 0.01 * i));
      }
      EXPECT_NEAR(CoordinateMedian(sent).item<double>(), 1.065, 0.0051);
      EXPECT_NEAR(TrimmedMean(sent, 0.15).item<double>(), 1.065, 0.0051);
    }
  }
}

TEST(RobustMeanTest, WeightsAreNotLookedAt) {
  auto sent = SomeClients(1, 6, 10, at::kFloat);
  const at::Tensor median = CoordinateMedian(sent);
  const at::Tensor trimmed = TrimmedMean(sent, 0.2);
  for (ClientValue& c : sent) c.weight = c.client;
  EXPECT_TRUE(CoordinateMedian(sent).equal(median));
  EXPECT_TRUE(TrimmedMean(sent, 0.2).equal(trimmed));
}

TEST(RobustMeanDeathTest, RefusesSharesThatLeaveNothing) {
  EXPECT_DEATH(TrimmedMean({Sent(0, 1)}, 0.5), "in .0, 0.5.; got 0.5");
  EXPECT_DEATH(TrimmedMean({Sent(0, 1)}, -0.1), "got -0.1");
  EXPECT_DEATH(CoordinateMedian({}), "somebody must have answered");
}

}  // namespace
}  // namespace flow::federated
