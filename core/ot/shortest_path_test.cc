#include "core/ot/shortest_path.h"

#include <cstdint>
#include <limits>
#include <vector>

#include "core/base/random.h"
#include "core/ot/cheapest_columns.h"
#include "core/ot/column_prices.h"
#include "core/ot/dense_costs.h"
#include "core/ot/matching.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr int64_t kNoLimit = std::numeric_limits<int64_t>::max();

std::vector<float> RandomMatrix(int32_t n, int values) {
  std::vector<float> matrix;
  for (int32_t i = 0; i < n; ++i) {
    RowRandom random(DeriveSeed(1, "matrix", values), i);
    for (int32_t j = 0; j < n; ++j) {
      matrix.push_back(static_cast<float>(random.UniformInt(values)));
    }
  }
  return matrix;
}

// The certificate: each pair is among its row's cheapest.
void ExpectTight(const DenseCosts& costs, const ColumnPrices& prices,
                 const Matching& matching) {
  CheapestColumnSearch search(costs, prices);
  for (int32_t i = 0; i < costs.size(); ++i) {
    const int32_t j = matching.ColumnOf(i);
    if (j == Matching::kFree) continue;
    // whole costs far below 2^53: every sum is exact
    EXPECT_EQ(search.Value(i, j), search.Find(i).value) << "row " << i;
  }
}

int32_t Pairs(const Matching& matching, int32_t n) {
  int32_t pairs = 0;
  for (int32_t i = 0; i < n; ++i) {
    pairs += matching.ColumnOf(i) != Matching::kFree;
  }
  return pairs;
}

TEST(ShortestAugmentingPathsTest, CompletesFromNothingWithTightPairs) {
  for (const int values : {1, 2, 10, 1000000}) {  // from all ties to none
    const int32_t n = 70;
    const std::vector<float> matrix = RandomMatrix(n, values);
    const DenseCosts costs(matrix, n);
    ColumnPrices prices(costs);
    const Matching none(n);
    ShortestAugmentingPaths paths(costs, none, prices);
    EXPECT_TRUE(paths.Run(kNoLimit));
    EXPECT_EQ(Pairs(paths.matching(), n), n);
    ExpectTight(costs, prices, paths.matching());
  }
}

TEST(ShortestAugmentingPathsTest, KeepsOfTheStartOnlyWhatIsTight) {
  const std::vector<float> matrix = {0, 1, 1, 5, 9, 5, 5, 9, 5};
  const DenseCosts costs(matrix, 3);
  ColumnPrices prices(costs);
  Matching start(3);
  start.Pair(0, 0);
  start.Pair(1, 1);
  start.Pair(2, 2);
  const ShortestAugmentingPaths paths(costs, start, prices);
  EXPECT_EQ(paths.matching().ColumnOf(0), 0);
  EXPECT_EQ(paths.matching().ColumnOf(1), Matching::kFree);
  EXPECT_EQ(paths.matching().ColumnOf(2), 2);
}

TEST(ShortestAugmentingPathsTest, StopsPastTheLimitWithTheInvariantKept) {
  const int32_t n = 70;
  const std::vector<float> matrix = RandomMatrix(n, 1000);
  const DenseCosts costs(matrix, n);
  ColumnPrices prices(costs);
  const Matching none(n);
  ShortestAugmentingPaths paths(costs, none, prices);
  const int32_t pairs = Pairs(paths.matching(), n);
  EXPECT_FALSE(paths.Run(0));
  EXPECT_EQ(Pairs(paths.matching(), n), pairs + 1);
  ExpectTight(costs, prices, paths.matching());
}

TEST(ShortestAugmentingPathsTest, ANegativeLimitAsksWhetherAllIsDone) {
  const std::vector<float> matrix = {0, 1, 1, 0};
  const DenseCosts costs(matrix, 2);
  ColumnPrices prices(costs);
  const Matching none(2);
  EXPECT_TRUE(ShortestAugmentingPaths(costs, none, prices).Run(-1));
}

}  // namespace
}  // namespace flow::core
