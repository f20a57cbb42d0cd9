#include "core/ot/cheapest_columns.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/base/random.h"
#include "core/ot/column_prices.h"
#include "core/ot/cost_blocks.h"
#include "core/ot/dense_costs.h"
#include "core/ot/point_costs.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// Random points on a coarse grid if `grid`, for ties, else standard normal.
std::vector<float> Points(int32_t values, bool grid, int which) {
  RowRandom random(DeriveSeed(1, "points"), which);
  std::vector<float> points(values);
  for (float& value : points) {
    value = static_cast<float>(grid ? random.UniformInt(5) : random.Normal());
  }
  return points;
}

// Every row's search against a sorted list of all that the row could pay.
void ExpectSearchIsExhaustive(const CostBlocks& costs, int prices_seed) {
  ColumnPrices prices(costs);
  CheapestColumnSearch search(costs, prices);
  RowRandom random(DeriveSeed(1, "prices"), prices_seed);
  const int32_t n = costs.size();
  for (int32_t i = 0; i < n; ++i) {
    std::vector<double> values;
    for (int32_t j = 0; j < n; ++j) values.push_back(search.Value(i, j));
    const CheapestColumns cheapest = search.Find(i);
    ASSERT_EQ(search.Value(i, cheapest.column), cheapest.value);
    std::sort(values.begin(), values.end());
    ASSERT_EQ(cheapest.value, values[0]);
    ASSERT_EQ(cheapest.second_value, values[1]);
    // as an auction would, and elsewhere too
    prices.Raise(cheapest.column, prices[cheapest.column] + random.Uniform());
    const int32_t other = static_cast<int32_t>(random.UniformInt(n));
    prices.Raise(other, prices[other] + static_cast<double>(i % 2));
  }
}

TEST(CheapestColumnSearchTest, FindsTheTwoCheapestAmongPoints) {
  for (const int32_t n : {2, 63, 64, 65, 300}) {
    for (const int32_t dim : {1, 2, 4}) {
      for (const bool grid : {false, true}) {
        const std::vector<float> x = Points(n * dim, grid, 0);
        const std::vector<float> y = Points(n * dim, grid, 1);
        ExpectSearchIsExhaustive(
            PointCosts(x, y, n, dim, GroundCost::kSquaredEuclidean), n);
        ExpectSearchIsExhaustive(
            PointCosts(x, y, n, dim, GroundCost::kEuclidean), n);
      }
    }
  }
}

TEST(CheapestColumnSearchTest, FindsTheTwoCheapestInAMatrix) {
  for (const int32_t n : {2, 31, 64, 129}) {
    for (const bool grid : {false, true}) {
      const std::vector<float> matrix = Points(n * n, grid, 2);
      ExpectSearchIsExhaustive(DenseCosts(matrix, n), n);
    }
  }
}

TEST(CheapestColumnSearchTest, TheOnlyColumnHasNoSecond) {
  const std::vector<float> matrix = {3};
  const DenseCosts costs(matrix, 1);
  const ColumnPrices prices(costs);
  const CheapestColumns cheapest = CheapestColumnSearch(costs, prices).Find(0);
  EXPECT_EQ(cheapest.column, 0);
  EXPECT_EQ(cheapest.value, 3);
  EXPECT_EQ(cheapest.second_value, std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace flow::core
