#include "core/ot/column_prices.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/base/random.h"
#include "core/ot/point_costs.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(ColumnPricesTest, TheFloorIsTheLeastPriceOfItsBlock) {
  const int32_t n = 150;
  const std::vector<float> points(n, 0.0f);
  const PointCosts costs(points, points, n, 1, GroundCost::kEuclidean);
  ASSERT_GT(costs.blocks(), 2);
  ColumnPrices prices(costs);
  RowRandom random(DeriveSeed(1, "prices"), 0);
  for (int raise = 0; raise < 2000; ++raise) {
    const int32_t column = static_cast<int32_t>(random.UniformInt(n));
    prices.Raise(column, prices[column] + random.Uniform());
    const int32_t block = costs.BlockOf(column);
    const double* begin = prices.Block(block);
    ASSERT_EQ(prices.Floor(block),
              *std::min_element(begin, begin + costs.BlockLength(block)));
  }
}

TEST(ColumnPricesTest, RaisingAllMovesTheFloorsAsWell) {
  const int32_t n = 150;
  const std::vector<float> points(n, 0.0f);
  const PointCosts costs(points, points, n, 1, GroundCost::kEuclidean);
  ColumnPrices prices(costs);
  std::vector<float> raised(n);
  for (int32_t j = 0; j < n; ++j) raised[j] = 1.0f + 0.5f * j;
  prices.RaiseAll(raised);
  for (int32_t j = 0; j < n; ++j) EXPECT_EQ(prices[j], raised[j]);
  for (int32_t b = 0; b < costs.blocks(); ++b) {
    EXPECT_EQ(prices.Floor(b), raised[costs.BlockBegin(b)]);
  }
}

}  // namespace
}  // namespace flow::core
