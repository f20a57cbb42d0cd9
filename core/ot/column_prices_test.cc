#include "core/ot/column_prices.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "core/base/random.h"
#include "core/kernels/dispatch_testing.h"
#include "core/ot/matching.h"
#include "core/ot/minimum.h"
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

// Prices that fall where the costs rise, as those of a transport do.
TEST(ColumnPricesTest, AnchorsSharpenTheBoundsAndKeepThem) {
  ForEachInstructionSet([] {
    for (const float offset : {0.0f, 1e4f}) {
      const int32_t n = 300;
      std::vector<float> x, y;
      for (int32_t i = 0; i < n; ++i) {
        RowRandom random(DeriveSeed(1, "points"), i);
        for (int32_t k = 0; k < 2; ++k) {
          x.push_back(static_cast<float>(offset + random.Normal()));
          y.push_back(static_cast<float>(offset + 5 + random.Normal()));
        }
      }
      const PointCosts costs(x, y, n, 2, GroundCost::kSquaredEuclidean);
      ColumnPrices prices(costs);
      // row 0 alone is paired with block 0, which makes it the anchor
      Matching matching(n);
      matching.Pair(0, 3);
      std::vector<double> scratch(costs.block_size()), bounds(costs.blocks());
      for (int32_t j = 0; j < n; ++j) {
        const int32_t b = costs.BlockOf(j);
        const double cost =
            costs.Block(0, b, scratch.data())[j - costs.BlockBegin(b)];
        if (j == n / 2) prices.Anchor(matching);
        prices.Raise(j, 200 - cost);
      }
      for (int32_t i = 0; i < n; ++i) {
        prices.LowerBounds(i, absl::MakeSpan(bounds));
        for (int32_t b = 0; b < costs.blocks(); ++b) {
          const double exact =
              MinimumOfSum(costs.Block(i, b, scratch.data()), prices.Block(b),
                           costs.BlockLength(b));
          ASSERT_LE(bounds[b], exact);
          if (i == 0 && b == 0) {
            EXPECT_NEAR(bounds[b], exact, 1e-6);
          }
        }
      }
    }
  });
}

}  // namespace
}  // namespace flow::core
