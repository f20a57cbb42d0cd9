#include "federated/partition/shuffle.h"

#include <cmath>
#include <map>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST(ShuffledRangeTest, IsAPermutation) {
  EXPECT_THAT(ShuffledRange(5, 1), UnorderedElementsAre(0, 1, 2, 3, 4));
  EXPECT_THAT(ShuffledRange(1, 1), ElementsAre(0));
  EXPECT_THAT(ShuffledRange(0, 1), IsEmpty());
}

TEST(ShuffledRangeTest, IsOfItsSeed) {
  EXPECT_EQ(ShuffledRange(50, 3), ShuffledRange(50, 3));
  EXPECT_NE(ShuffledRange(50, 3), ShuffledRange(50, 4));
}

// A count is binomial of p = 1/6: five standard deviations of it, 6e-7 false
// alarms a count, had the seeds not been fixed.
TEST(ShuffleTest, AllOrdersAreAlike) {
  constexpr int kDraws = 60000;
  std::map<std::vector<int64_t>, int> counts;
  for (int i = 0; i < kDraws; ++i) {
    RowRandom random(5, i);
    std::vector<int64_t> values = {7, 8, 9};
    Shuffle(absl::MakeSpan(values), random);
    ++counts[values];
  }
  EXPECT_EQ(counts.size(), 6);
  const double tolerance = 5 * std::sqrt(kDraws / 6.0 * 5 / 6);
  for (const auto& [order, count] : counts) {
    EXPECT_NEAR(count, kDraws / 6.0, tolerance)
        << testing::PrintToString(order);
  }
}

TEST(EvenCutTest, GivesTheFirstPartsOneMore) {
  std::vector<int64_t> cuts;
  for (int part = 0; part <= 4; ++part) cuts.push_back(EvenCut(part, 4, 10));
  EXPECT_THAT(cuts, ElementsAre(0, 3, 6, 8, 10));
  EXPECT_EQ(EvenCut(1, 3, 2), 1);
  EXPECT_EQ(EvenCut(3, 3, 2), 2);
}

}  // namespace
}  // namespace flow::federated
