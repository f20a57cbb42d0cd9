#include "local_flow/loss_floor.h"

#include <numbers>

#include "gtest/gtest.h"

namespace flow::local_flow {
namespace {

double FloorOf(const BlockOptions& block, int64_t dim, double std,
               const core::PathOptions& path = core::LinearPathOptions()) {
  return LossFloor({{1, std::vector<double>(dim, 3.0), std}}, block, path,
                   core::UniformTimeOptions(), /*seed=*/1);
}

// Of one coordinate of N(0, 1): pool_batches_test. A mean changes nothing, nor
// do more coordinates, each of which has the same. The squares of 20 000 pairs
// scatter by less than 1.5 of their mean: five deviations are 5 per cent.
TEST(LossFloorTest, OfANormalLawIsKnown) {
  EXPECT_NEAR(FloorOf({DiffusionOf(0.1)}, 1, 1), 0.1873, 0.05 * 0.1873);
  EXPECT_NEAR(FloorOf({DiffusionOf(0.1)}, 5, 1), 0.1873, 0.05 * 0.1873);
  const double half_pi = std::numbers::pi / 2;
  EXPECT_NEAR(FloorOf({{}}, 2, 1), half_pi, 0.05 * half_pi);
}

// A noise of the path's own is in the floor, and no step is so short that it
// would vanish.
TEST(LossFloorTest, OfAPathWithNoiseIsKnown) {
  const core::StochasticInterpolantPathOptions path{
      .gamma = core::InterpolantNoise::kQuadratic};
  EXPECT_NEAR(FloorOf({DiffusionOf(0.1)}, 1, 1, path), 0.5222, 0.05 * 0.5222);
  EXPECT_NEAR(FloorOf({DiffusionOf(0.025)}, 1, 1, path), 0.3795, 0.05 * 0.3795);
}

TEST(LossFloorTest, ASharpTargetIsEasierThanAWideOne) {
  EXPECT_LT(FloorOf({DiffusionOf(0.1)}, 1, 0.1),
            0.5 * FloorOf({DiffusionOf(0.1)}, 1, 1));
}

}  // namespace
}  // namespace flow::local_flow
