#include "datasets/distribution_info.h"

#include <string>

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "datasets/images/images_testing.h"
#include "datasets/tabular_testing.h"

// That the facts agree with the distributions themselves:
// make_distribution_test.

namespace flow::datasets {
namespace {

bool IsStandard(const DistributionOptions& options) {
  return GetDistributionInfo(options)->is_standard_gaussian;
}

TEST(DistributionInfoTest, OnlyTheLawWithZeroMeanAndUnitVarianceIsStandard) {
  EXPECT_TRUE(IsStandard({GaussianOptions{.dim = 3}}));
  EXPECT_TRUE(IsStandard({GaussianOptions{.dim = 2, .mean = {0, 0}}}));
  EXPECT_FALSE(IsStandard({GaussianOptions{.dim = 2, .mean = {0, 0.1}}}));
  EXPECT_FALSE(IsStandard({GaussianOptions{.dim = 3, .std = 2}}));
  EXPECT_FALSE(IsStandard({EightGaussiansOptions{}}));
}

TEST(DistributionInfoTest, PointsOfTheStandardLawAreNotTheLaw) {
  const DistributionOptions options{GaussianOptions{.dim = 3}, 100};
  EXPECT_THAT(GetDistributionInfo(options),
              IsOkAndHolds(DistributionInfo{.dim = 3, .size = 100}));
}

TEST(DistributionInfoTest, AStudentTLawIsKnownByItsParameters) {
  const StudentTOptions law{.dim = 3, .degrees = 2, .scale = 5};
  EXPECT_EQ(GetDistributionInfo({law})->student_t, law);
  EXPECT_EQ(GetDistributionInfo({law, /*points=*/100})->student_t,
            std::nullopt);
  EXPECT_EQ(GetDistributionInfo({GaussianOptions{.dim = 3}})->student_t,
            std::nullopt);
}

TEST(DistributionInfoTest, AMixtureIsLabelledByItsComponents) {
  EXPECT_THAT(GetDistributionInfo({GaussianMixtureOptions{
                  {{1, {0, 0, 0}, 1}, {1, {1, 1, 1}, 1}}}}),
              IsOkAndHolds(DistributionInfo{.dim = 3, .num_classes = 2}));
}

TEST(DistributionInfoTest, AFileIsRead) {
  const std::string path = JoinPath(testing::TempDir(), "points.csv");
  ASSERT_OK(WriteFileAtomically(path, "x,y,z,kind\n1,2,3,5\n4,5,6,9\n"));
  EXPECT_THAT(
      GetDistributionInfo({ArrayFileOptions{path, "kind"}}),
      IsOkAndHolds(DistributionInfo{.dim = 3, .num_classes = 2, .size = 2}));
}

TEST(DistributionInfoTest, ATableHasAsManyPointsAsItsSplit) {
  TabularOptions table = SmallMiniboone();
  EXPECT_THAT(GetDistributionInfo({table}),
              IsOkAndHolds(DistributionInfo{.dim = 43, .size = 33}));
  table.split = TabularOptions::Split::kTest;
  EXPECT_THAT(GetDistributionInfo({table}),
              IsOkAndHolds(DistributionInfo{.dim = 43, .size = 4}));
}

TEST(DistributionInfoTest, TheStandInOfATableIsALawWithoutLabels) {
  using Name = TabularOptions::Name;
  const auto stand_in = [](Name name) {
    return GetDistributionInfo({TabularOptions{name}});
  };
  EXPECT_THAT(stand_in(Name::kPower), IsOkAndHolds(DistributionInfo{.dim = 6}));
  EXPECT_THAT(stand_in(Name::kGas), IsOkAndHolds(DistributionInfo{.dim = 8}));
  EXPECT_THAT(stand_in(Name::kHepmass),
              IsOkAndHolds(DistributionInfo{.dim = 21}));
  EXPECT_THAT(stand_in(Name::kMiniboone),
              IsOkAndHolds(DistributionInfo{.dim = 43}));
  EXPECT_THAT(stand_in(Name::kBsds300),
              IsOkAndHolds(DistributionInfo{.dim = 63}));
}

TEST(DistributionInfoTest, ImagesHaveTheirSizeAndTheNumberOfTheSplit) {
  ImagesOptions images = SmallCifar10("cifar");
  EXPECT_THAT(GetDistributionInfo({images}),
              IsOkAndHolds(DistributionInfo{
                  .dim = 3072, .num_classes = 10, .size = 10}));
  images.split = ImagesOptions::Split::kTest;
  images.channels = 1;
  images.size = 5;
  EXPECT_THAT(
      GetDistributionInfo({images}),
      IsOkAndHolds(DistributionInfo{.dim = 25, .num_classes = 10, .size = 3}));
}

TEST(DistributionInfoTest, MistakesAreReported) {
  EXPECT_THAT(GetDistributionInfo({TwoMoonsOptions{.scale = 0}}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "scale must be finite and > 0; got 0"));
  EXPECT_THAT(GetDistributionInfo({GaussianMixtureOptions{}}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(GetDistributionInfo({ArrayFileOptions{
                  JoinPath(testing::TempDir(), "absent.csv")}}),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(GetDistributionInfo({TabularOptions{.folder = "absent"}}),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(
      GetDistributionInfo({ImagesOptions{.folder = "absent", .size = 8}}),
      StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace flow::datasets
