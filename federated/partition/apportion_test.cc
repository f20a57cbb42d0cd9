#include "federated/partition/apportion.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ApportionTest, KeepsWholeQuotas) {
  EXPECT_THAT(Apportion({1, 2, 3, 4}, 10), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(Apportion({1, 4, 9, 16}, 3000), ElementsAre(100, 400, 900, 1600));
}

TEST(ApportionTest, GivesWhatIsLeftToTheLargestFractions) {
  // quotas 1.67, 3.33, 5
  EXPECT_THAT(Apportion({1, 2, 3}, 10), ElementsAre(2, 3, 5));
  // quotas 5.6, 2.8, 1.4 of 9.8: the second fraction is the largest
  EXPECT_THAT(Apportion({4, 2, 1}, 10), ElementsAre(6, 3, 1));
}

TEST(ApportionTest, GivesTiesToTheFirst) {
  EXPECT_THAT(Apportion({1, 1, 1, 1}, 6), ElementsAre(2, 2, 1, 1));
  // quotas 1.5, 3, 4.5
  EXPECT_THAT(Apportion({1, 2, 3}, 9), ElementsAre(2, 3, 4));
}

TEST(ApportionTest, GivesEverybodyOne) {
  EXPECT_THAT(Apportion({0, 1, 0}, 3), ElementsAre(1, 1, 1));
  // 0.05 becomes one; of the other 9 the quotas are 3.02, 5.98
  EXPECT_THAT(Apportion({0.005, 0.335, 0.665}, 10), ElementsAre(1, 3, 6));
  // 1.01 falls below one after 0.2 was raised to one: quotas 0.2, 1.01, 8.79
  EXPECT_THAT(Apportion({0.02, 0.101, 0.879}, 10), ElementsAre(1, 1, 8));
}

TEST(ApportionTest, SumsToTheTotal) {
  std::vector<double> weights;
  for (int i = 1; i <= 1000; ++i) weights.push_back(1.0 / i);
  for (const int64_t total : {1000, 1001, 4321, 1000000007}) {
    const std::vector<int64_t> parts = Apportion(weights, total);
    EXPECT_EQ(std::accumulate(parts.begin(), parts.end(), int64_t{0}), total);
    EXPECT_TRUE(std::is_sorted(parts.rbegin(), parts.rend())) << total;
    EXPECT_GE(parts.back(), 1);
  }
}

TEST(ApportionDeathTest, RefusesWhatHasNoProportion) {
  EXPECT_DEATH(Apportion({1, -1}, 5), "got -1");
  EXPECT_DEATH(Apportion({0, 0}, 5), "got 0");
  EXPECT_DEATH(Apportion({1, 1}, 1), "sum to 1");
}

}  // namespace
}  // namespace flow::federated
