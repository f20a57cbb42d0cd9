#include "core/eval/transport_cost.h"

#include <vector>

#include "core/base/status_testing.h"
#include "core/eval/eval_testing.h"
#include "core/stats/sample_moments.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(TransportCostTest, PotentialsAreFeasibleAndSumToTheCost) {
  const PointCloud x = ToCloud(GaussianPoints({.n = 40, .shift = 1}));
  const PointCloud y = ToCloud(GaussianPoints({.n = 40, .seed = 2}));
  ASSERT_OK_AND_ASSIGN(
      TransportCost cost,
      OptimalTransportCost(x, y, GroundCost::kSquaredEuclidean));
  EXPECT_NEAR(SampleMean(cost.potential_x) + SampleMean(cost.potential_y),
              cost.mean_cost, 1e-9);
  for (int64_t i = 0; i < 40; ++i) {
    for (int64_t j = 0; j < 40; ++j) {
      const double distance = Distance(x.row(i), y.row(j));
      EXPECT_LE(cost.potential_x[i] + cost.potential_y[j],
                distance * distance + 1e-9);
    }
  }
}

TEST(TransportCostTest, RefusesUnequalSizes) {
  Evaluation evaluation = GaussianEvaluation({.n = 4});
  evaluation.generated_nd = GaussianPoints({.n = 3});
  ASSERT_OK_AND_ASSIGN(ComparedClouds clouds, ReadComparedClouds(evaluation));
  ThreadPool pool(1);
  EXPECT_THAT(
      CompareByTransport(clouds, GroundCost::kEuclidean, &pool).status(),
      StatusIs(absl::StatusCode::kInvalidArgument,
               "'target' must have the shape of 'generated', [3, 2]; got "
               "[4, 2]"));
}

TEST(TransportCostTest, HasNoFloorWithoutASecondTarget) {
  const PointCloud cloud = ToCloud(GaussianPoints({.n = 9}));
  ThreadPool pool(2);
  ASSERT_OK_AND_ASSIGN(
      TransportCosts costs,
      CompareByTransport({cloud, cloud, {}}, GroundCost::kEuclidean, &pool));
  EXPECT_FALSE(costs.floor.has_value());
  EXPECT_EQ(costs.generated.mean_cost, 0);
}

}  // namespace
}  // namespace flow::core
