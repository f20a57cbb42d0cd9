#include "core/eval/point_cloud.h"

#include <limits>
#include <vector>

#include "ATen/ops/empty.h"
#include "core/base/status_testing.h"
#include "core/eval/eval_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

TEST(PointCloudTest, HoldsTheRowsOfATensor) {
  const PointCloud cloud = ToCloud(Rows({{1, 2, 3}, {4, 5, 6}}));
  EXPECT_EQ(cloud.size(), 2);
  EXPECT_EQ(cloud.dim(), 3);
  EXPECT_THAT(cloud.row(1), ElementsAre(4, 5, 6));
}

TEST(PointCloudTest, ReadsATransposedTensorByItsRows) {
  const at::Tensor x_nd = Rows({{1, 2, 3}, {4, 5, 6}}).t();
  EXPECT_THAT(ToCloud(x_nd).row(1), ElementsAre(2, 5));
}

TEST(PointCloudTest, RefusesOtherShapesAndTypes) {
  EXPECT_THAT(PointCloud::Create("target", PerPoint(std::vector<double>{1, 2})),
              StatusIs(kInvalid,
                       "'target' must be Float [N >= 2, D >= 1]; got "
                       "Double [2]"));
  EXPECT_THAT(PointCloud::Create("x", at::Tensor()),
              StatusIs(kInvalid, HasSubstr("got nothing")));
  EXPECT_THAT(PointCloud::Create("x", Rows({{1, 2}})),
              StatusIs(kInvalid, HasSubstr("got Float [1, 2]")));
}

TEST(PointCloudTest, NamesTheRowThatIsNotFinite) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(
      PointCloud::Create("generated", Rows({{0, 1}, {2, nan}, {nan, 0}})),
      StatusIs(absl::StatusCode::kOutOfRange,
               "'generated' must be finite; row 1 is not"));
}

TEST(ComparedCloudsTest, NeedOneDimension) {
  Evaluation evaluation = GaussianEvaluation({.n = 4, .dim = 2});
  EXPECT_OK(ReadComparedClouds(evaluation));
  evaluation.second_target_nd = GaussianPoints({.n = 4, .dim = 3});
  EXPECT_THAT(ReadComparedClouds(evaluation),
              StatusIs(kInvalid, HasSubstr("must have the dimension")));
}

TEST(ComparedCloudsTest, EqualSizesAreCheckedForBothTargets) {
  Evaluation evaluation = GaussianEvaluation({.n = 4, .dim = 2});
  evaluation.second_target_nd = GaussianPoints({.n = 5, .dim = 2});
  ASSERT_OK_AND_ASSIGN(ComparedClouds clouds, ReadComparedClouds(evaluation));
  EXPECT_THAT(CheckEqualSizes(clouds),
              StatusIs(kInvalid,
                       "'second_target' must have the shape of "
                       "'generated', [4, 2]; got [5, 2]"));
  clouds.second_target.reset();
  EXPECT_OK(CheckEqualSizes(clouds));
}

TEST(ReadPerPointTest, ReadsDoublesAndIntegers) {
  EXPECT_THAT(ReadPerPoint("nfe", PerPoint(std::vector<int64_t>{3, 4})),
              IsOkAndHolds(ElementsAre(3, 4)));
  EXPECT_THAT(ReadPerPoint("energy", PerPoint(std::vector<double>{.5, 4})),
              IsOkAndHolds(ElementsAre(.5, 4)));
  EXPECT_THAT(ReadPerPoint("energy", Rows({{1, 2}, {3, 4}})),
              StatusIs(kInvalid,
                       "'energy' must be Double or Long [N >= 2]; "
                       "got Float [2, 2]"));
}

}  // namespace
}  // namespace flow::core
