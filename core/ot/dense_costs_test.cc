#include "core/ot/dense_costs.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/types/span.h"
#include "core/ot/point_costs.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(DenseCostsTest, ReadsRowsAndKnowsNoBounds) {
  const std::vector<float> matrix = {1, -2, 3, 4};
  const DenseCosts costs(matrix, 2);
  ASSERT_EQ(costs.blocks(), 1);
  std::vector<double> scratch(2), bounds(1);
  const double* row = costs.Block(1, 0, scratch.data());
  EXPECT_EQ(row[0], 3);
  EXPECT_EQ(row[1], 4);
  costs.Bounds(1, absl::MakeSpan(bounds));
  EXPECT_EQ(bounds[0], -std::numeric_limits<double>::infinity());
}

TEST(DenseCostsTest, TheSpreadIsExact) {
  EXPECT_EQ(DenseCosts(std::vector<float>({1, -2, 3, 4}), 2).Spread(), 6);
  EXPECT_EQ(DenseCosts(std::vector<float>(9, 5.5f), 3).Spread(), 0);
  EXPECT_EQ(DenseCosts(std::vector<float>(), 0).Spread(), 0);
  const float most = std::numeric_limits<float>::max();
  EXPECT_EQ(DenseCosts(std::vector<float>({-most, most, 0, 0}), 2).Spread(),
            2.0 * most);
}

TEST(CachedCostsTest, KeepsTheSourcesCostsToTheLastBit) {
  const int32_t n = 130;
  std::vector<float> x(2 * n), y(2 * n);
  for (int32_t at = 0; at < 2 * n; ++at) {
    x[at] = std::sin(static_cast<float>(at));
    y[at] = std::cos(3 * static_cast<float>(at));
  }
  const PointCosts source(x, y, n, 2, GroundCost::kEuclidean);
  const CachedCosts cached(source);
  EXPECT_EQ(cached.Spread(), source.Spread());
  std::vector<double> scratch(source.block_size());
  for (int32_t i = 0; i < n; ++i) {
    const double* row = cached.Block(i, 0, nullptr);
    for (int32_t j = 0; j < n; ++j) {
      const int32_t b = source.BlockOf(j);
      ASSERT_EQ(row[j],
                source.Block(i, b, scratch.data())[j - source.BlockBegin(b)]);
    }
  }
}

}  // namespace
}  // namespace flow::core
