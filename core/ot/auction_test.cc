#include "core/ot/auction.h"

#include <cstdint>
#include <vector>

#include "core/base/random.h"
#include "core/ot/cheapest_columns.h"
#include "core/ot/column_prices.h"
#include "core/ot/dense_costs.h"
#include "core/ot/matching.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

std::vector<float> UniformMatrix(int32_t n) {
  std::vector<float> matrix;
  for (int32_t i = 0; i < n; ++i) {
    RowRandom random(DeriveSeed(1, "matrix"), i);
    for (int32_t j = 0; j < n; ++j) {
      matrix.push_back(static_cast<float>(random.Uniform()));
    }
  }
  return matrix;
}

TEST(AuctionTest, PairsEveryRowWithinEpsilonOfItsCheapestColumn) {
  const int32_t n = 60;
  const std::vector<float> matrix = UniformMatrix(n);
  const DenseCosts costs(matrix, n);
  ColumnPrices prices(costs);
  CheapestColumnSearch search(costs, prices);
  for (const double epsilon : {0.1, 0.01, 0.001}) {
    const Matching matching = RunAuctionPhase(costs, epsilon, prices);
    for (int32_t i = 0; i < n; ++i) {
      ASSERT_NE(matching.ColumnOf(i), Matching::kFree);
      EXPECT_LE(search.Value(i, matching.ColumnOf(i)),
                search.Find(i).value + epsilon + 1e-12);
    }
  }
}

TEST(AuctionTest, PricesOnlyRise) {
  const int32_t n = 40;
  const std::vector<float> matrix = UniformMatrix(n);
  const DenseCosts costs(matrix, n);
  ColumnPrices prices(costs);
  RunAuctionPhase(costs, 0.1, prices);
  std::vector<double> before;
  for (int32_t j = 0; j < n; ++j) before.push_back(prices[j]);
  RunAuctionPhase(costs, 0.001, prices);
  for (int32_t j = 0; j < n; ++j) EXPECT_GE(prices[j], before[j]);
}

TEST(AuctionTest, GivesUpOnAPriceWarWithRowsLeftFree) {
  // two rows want the same column far more than the other: to settle that by
  // steps of 1e-6 takes a million bids
  const std::vector<float> matrix = {0, 0, 1, 0, 0, 1, 0, 0, 1};
  const DenseCosts costs(matrix, 3);
  ColumnPrices prices(costs);
  const Matching matching = RunAuctionPhase(costs, 1e-6, prices);
  int32_t pairs = 0;
  for (int32_t i = 0; i < 3; ++i) {
    pairs += matching.ColumnOf(i) != Matching::kFree;
  }
  EXPECT_EQ(pairs, 2);
}

}  // namespace
}  // namespace flow::core
