#include "core/ot/optimal_matching.h"

#include <cstdint>
#include <vector>

#include "core/base/random.h"
#include "core/ot/cheapest_columns.h"
#include "core/ot/column_prices.h"
#include "core/ot/cost_blocks.h"
#include "core/ot/dense_costs.h"
#include "core/ot/matching.h"
#include "core/ot/point_costs.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

std::vector<float> NormalPoints(int32_t n, int32_t dim, int which) {
  std::vector<float> points;
  for (int32_t i = 0; i < n; ++i) {
    RowRandom random(DeriveSeed(1, "points", which), i);
    for (int32_t k = 0; k < dim; ++k) {
      points.push_back(static_cast<float>(random.Normal()));
    }
  }
  return points;
}

double OptimalCost(const CostBlocks& costs) {
  ColumnPrices prices(costs);
  const Matching best =
      FindOptimalMatching(costs, Matching(costs.size()), prices);
  CheapestColumnSearch search(costs, prices);
  double cost = 0;
  for (int32_t i = 0; i < costs.size(); ++i) {
    cost += search.Cost(i, best.ColumnOf(i));
  }
  return cost;
}

TEST(OptimalMatchingTest, OnTheFlyAndFromAMatrixCostTheSame) {
  for (const int32_t dim : {1, 2, 3, 12}) {
    for (const auto cost :
         {GroundCost::kSquaredEuclidean, GroundCost::kEuclidean}) {
      const int32_t n = 200;
      const std::vector<float> x = NormalPoints(n, dim, 0);
      const std::vector<float> y = NormalPoints(n, dim, 1);
      const PointCosts points(x, y, n, dim, cost);
      const double on_the_fly = OptimalCost(points);
      EXPECT_NEAR(on_the_fly, OptimalCost(CachedCosts(points)),
                  1e-12 * on_the_fly);
    }
  }
}

TEST(OptimalMatchingTest, AStartThatIsOptimalIsKeptAtNoPrice) {
  const std::vector<float> x = NormalPoints(100, 2, 0);
  const PointCosts costs(x, x, 100, 2, GroundCost::kSquaredEuclidean);
  Matching same(100);
  for (int32_t j = 0; j < 100; ++j) same.Pair(costs.PointOfColumn()[j], j);
  ColumnPrices prices(costs);
  const Matching best = FindOptimalMatching(costs, same, prices);
  for (int32_t j = 0; j < 100; ++j) {
    EXPECT_EQ(best.RowOf(j), costs.PointOfColumn()[j]);
    EXPECT_EQ(prices[j], 0);
  }
}

}  // namespace
}  // namespace flow::core
