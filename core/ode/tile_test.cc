#include "core/ode/tile.h"

#include <limits>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/full.h"
#include "ATen/ops/zeros.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

at::Tensor Points(int64_t n, int64_t d) {
  return at::arange(n * d, at::kDouble).view({n, d});
}

TEST(TileCountTest, RoundsUp) {
  EXPECT_EQ(TileCount(0), 0);
  EXPECT_EQ(TileCount(1), 1);
  EXPECT_EQ(TileCount(128), 1);
  EXPECT_EQ(TileCount(129), 2);
}

TEST(CutTileTest, TakesTheRowsOfItsIndex) {
  const at::Tensor x = Points(300, 3);
  const Tile tile = CutTile(x, 1);
  EXPECT_EQ(tile.first_point, 128);
  EXPECT_EQ(tile.points, 128);
  EXPECT_TRUE(tile.x_bd.equal(x.narrow(0, 128, 128)));
}

TEST(CutTileTest, RepeatsTheLastPointToBeFull) {
  const at::Tensor x = Points(300, 3);
  const Tile tile = CutTile(x, 2);
  EXPECT_EQ(tile.points, 44);
  EXPECT_EQ(tile.x_bd.size(0), kTileRows);
  EXPECT_TRUE(tile.x_bd.narrow(0, 0, 44).equal(x.narrow(0, 256, 44)));
  for (int64_t row = 44; row < kTileRows; ++row) {
    EXPECT_TRUE(tile.x_bd[row].equal(x[299]));
  }
}

TEST(CutTileTest, DoesNotShareMemory) {
  const at::Tensor x = Points(128, 1);
  CutTile(x, 0).x_bd.fill_(-1);
  EXPECT_TRUE(x.equal(Points(128, 1)));
}

TEST(FirstNonFiniteTest, LooksAtThePointsOnly) {
  at::Tensor x = at::zeros({4, 2}, at::kFloat);
  EXPECT_EQ(FirstNonFinite(x, 4), -1);
  x[3][1] = std::numeric_limits<double>::infinity();
  EXPECT_EQ(FirstNonFinite(x, 3), -1);
  EXPECT_EQ(FirstNonFinite(x, 4), 3);
  x[1][0] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(FirstNonFinite(x, 4), 1);
}

TEST(SetRowTest, SumsTheTermsInThatRow) {
  const at::Tensor out = at::zeros({3, 2}, at::kDouble), x = Points(3, 2),
                   y = at::full({3, 2}, 10., at::kDouble);
  SetRow(out, 1, {{2, &x}, {-1, &y}});
  EXPECT_EQ(out[1][0].item<double>(), 2 * 2 - 10);
  EXPECT_EQ(out[1][1].item<double>(), 2 * 3 - 10);
  EXPECT_EQ(out[0].abs().sum().item<double>(), 0);
  EXPECT_EQ(out[2].abs().sum().item<double>(), 0);
}

TEST(SetRowTest, DoesNotLookAtATermOfWeightZero) {
  const at::Tensor out = at::zeros({1, 1}, at::kFloat),
                   x = at::full({1, 1}, 0.1, at::kFloat),
                   nan = at::full({1, 1}, NAN, at::kFloat);
  SetRow(out, 0, {{1, &x}, {0, &nan}});
  EXPECT_TRUE(out.equal(x));
}

}  // namespace
}  // namespace flow::core
