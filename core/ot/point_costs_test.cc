#include "core/ot/point_costs.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <vector>

#include "absl/types/span.h"
#include "core/base/random.h"
#include "core/kernels/dispatch_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

struct Clouds {
  std::vector<float> x, y;
};

Clouds NormalClouds(int32_t n, int32_t dim, double offset) {
  Clouds clouds;
  for (int32_t i = 0; i < n; ++i) {
    RowRandom random(DeriveSeed(1, "clouds", dim), i);
    for (int32_t k = 0; k < dim; ++k) {
      clouds.x.push_back(static_cast<float>(random.Normal()));
      clouds.y.push_back(static_cast<float>(offset + random.Normal()));
    }
  }
  return clouds;
}

double Distance(const Clouds& clouds, int32_t dim, int32_t i, int32_t j) {
  double square = 0;
  for (int32_t k = 0; k < dim; ++k) {
    square += std::pow(
        static_cast<double>(clouds.x[i * dim + k]) - clouds.y[j * dim + k], 2);
  }
  return std::sqrt(square);
}

TEST(PointCostsTest, TheColumnsAreThePointsEachOnce) {
  const Clouds clouds = NormalClouds(333, 3, 0);
  const PointCosts costs(clouds.x, clouds.y, 333, 3, GroundCost::kEuclidean);
  const std::set<int32_t> points(costs.PointOfColumn().begin(),
                                 costs.PointOfColumn().end());
  EXPECT_EQ(points.size(), 333);
  EXPECT_EQ(*points.begin(), 0);
  EXPECT_EQ(*points.rbegin(), 332);
}

TEST(PointCostsTest, CostsAreDistancesAndNoBoundLiesAboveOne) {
  ForEachInstructionSet([] {
    for (const int32_t dim : {1, 2, 5}) {
      for (const auto cost :
           {GroundCost::kSquaredEuclidean, GroundCost::kEuclidean}) {
        const int32_t n = 200;
        const Clouds clouds = NormalClouds(n, dim, 0.5);
        const PointCosts costs(clouds.x, clouds.y, n, dim, cost);
        std::vector<double> bounds(costs.blocks()), scratch(costs.block_size());
        for (int32_t i = 0; i < n; ++i) {
          costs.Bounds(i, absl::MakeSpan(bounds));
          for (int32_t j = 0; j < n; ++j) {
            const int32_t b = costs.BlockOf(j);
            const double c =
                costs.Block(i, b, scratch.data())[j - costs.BlockBegin(b)];
            const double distance =
                Distance(clouds, dim, i, costs.PointOfColumn()[j]);
            const double expected =
                cost == GroundCost::kEuclidean ? distance : distance * distance;
            ASSERT_NEAR(c, expected, 1e-12 * (1 + expected));
            ASSERT_LE(bounds[b], c);
          }
        }
      }
    }
  });
}

TEST(PointCostsTest, BoundsTellFarBlocksFromNear) {
  const int32_t n = 256;
  std::vector<float> line(n);
  for (int32_t i = 0; i < n; ++i) line[i] = static_cast<float>((i * 37) % n);
  const PointCosts costs(line, line, n, 1, GroundCost::kEuclidean);
  std::vector<double> bounds(costs.blocks());
  costs.Bounds(0, absl::MakeSpan(bounds));  // the point 0
  std::sort(bounds.begin(), bounds.end());
  EXPECT_EQ(bounds, std::vector<double>({0, 64, 128, 192}));
}

TEST(PointCostsTest, TheSpreadCoversTheCosts) {
  for (const double offset : {0.0, 1000.0}) {
    const int32_t n = 100;
    const Clouds clouds = NormalClouds(n, 2, offset);
    const PointCosts costs(clouds.x, clouds.y, n, 2, GroundCost::kEuclidean);
    double least = 1e300, greatest = 0;
    for (int32_t i = 0; i < n; ++i) {
      for (int32_t j = 0; j < n; ++j) {
        least = std::min(least, Distance(clouds, 2, i, j));
        greatest = std::max(greatest, Distance(clouds, 2, i, j));
      }
    }
    EXPECT_GE(costs.Spread(), greatest - least);
    // two boxes know no more than their corners, which are not far out
    EXPECT_LE(costs.Spread(), 2 * (greatest - least));
  }
}

TEST(PointCostsTest, CoincidingPointsHaveNoSpread) {
  const std::vector<float> x(10, 0.1f), y(10, 0.7f);
  EXPECT_EQ(PointCosts(x, y, 5, 2, GroundCost::kEuclidean).Spread(), 0);
}

}  // namespace
}  // namespace flow::core
