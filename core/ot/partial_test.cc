#include "core/ot/partial.h"

#include <algorithm>
#include <limits>
#include <set>
#include <vector>

#include "core/base/random.h"
#include "core/base/status_testing.h"
#include "core/ot/assignment.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

std::vector<float> Costs(Seed seed, int64_t n, double offset) {
  std::vector<float> cost;
  RowRandom random(seed, n);
  for (int64_t i = 0; i < n * n; ++i) {
    cost.push_back(static_cast<float>(random.Uniform() + offset));
  }
  return cost;
}

// The least cost of k more pairs from rows `row` on, columns in `used` taken.
double Exhaustive(const std::vector<float>& cost, int64_t n, int64_t row,
                  int64_t k, uint32_t used) {
  if (k == 0) return 0;
  double best = std::numeric_limits<double>::infinity();
  if (row + k > n) return best;
  best = Exhaustive(cost, n, row + 1, k, used);
  for (int64_t j = 0; j < n; ++j) {
    if ((used >> j) & 1) continue;
    best = std::min(best, cost[row * n + j] + Exhaustive(cost, n, row + 1,
                                                         k - 1, used | 1 << j));
  }
  return best;
}

TEST(PartialTest, AgreesWithExhaustiveSearch) {
  for (int64_t n = 1; n <= 6; ++n) {
    for (int64_t k = 1; k <= n; ++k) {
      for (const double offset : {0.0, 5.0, -0.5, -5.0}) {
        const std::vector<float> cost = Costs(k, n, offset);
        ASSERT_OK_AND_ASSIGN(const PartialMatching matching,
                             SolvePartial(cost, n, k));
        EXPECT_NEAR(matching.cost, Exhaustive(cost, n, 0, k, 0), 1e-5)
            << n << " " << k << " " << offset;
        EXPECT_LE(matching.duality_gap, 1e-6);
      }
    }
  }
  const std::vector<float> cost = Costs(9, 7, 0);
  ASSERT_OK_AND_ASSIGN(const PartialMatching matching,
                       SolvePartial(cost, 7, 4));
  EXPECT_NEAR(matching.cost, Exhaustive(cost, 7, 0, 4, 0), 1e-5);
}

TEST(PartialTest, HasExactlySoManyPairsAndUsesNoPointTwice) {
  const std::vector<float> cost = Costs(3, 60, 0);
  for (const int64_t k : {1, 17, 59, 60}) {
    ASSERT_OK_AND_ASSIGN(const PartialMatching matching,
                         SolvePartial(cost, 60, k));
    std::set<int32_t> rows, columns;
    double sum = 0;
    for (const auto& [i, j] : matching.pairs) {
      rows.insert(i);
      columns.insert(j);
      sum += cost[i * 60 + j];
    }
    EXPECT_EQ(matching.pairs.size(), k);
    EXPECT_EQ(rows.size(), k);
    EXPECT_EQ(columns.size(), k);
    EXPECT_NEAR(matching.cost, sum, 1e-9);
  }
}

TEST(PartialTest, AllOfTheMassIsTheAssignmentProblem) {
  const std::vector<float> cost = Costs(4, 40, 0);
  ASSERT_OK_AND_ASSIGN(const Assignment exact, SolveAssignment(cost, 40));
  ASSERT_OK_AND_ASSIGN(const PartialMatching all, SolvePartial(cost, 40, 40));
  EXPECT_NEAR(all.cost, exact.cost, 1e-9);
}

TEST(PartialTest, FreeCostsHaveAMatchingToo) {
  ASSERT_OK_AND_ASSIGN(const PartialMatching matching,
                       SolvePartial(std::vector<float>(16, 0.0f), 4, 2));
  EXPECT_EQ(matching.pairs.size(), 2);
  EXPECT_EQ(matching.cost, 0);
}

TEST(PartialTest, AShareOfTheMassIsTheNearestNumberOfPairs) {
  EXPECT_EQ(PartialPairs(0.5, 10), 5);
  EXPECT_EQ(PartialPairs(0.25, 10), 3);
  EXPECT_EQ(PartialPairs(0.24, 10), 2);
  EXPECT_EQ(PartialPairs(1e-9, 10), 1);
  EXPECT_EQ(PartialPairs(1, 10), 10);
}

TEST(PartialTest, RefusesMorePairsThanPoints) {
  EXPECT_THAT(SolvePartial({1.0f}, 1, 2).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       ::testing::HasSubstr("1 <= k <= n")));
}

}  // namespace
}  // namespace flow::core
