#include "datasets/distribution_options.h"

#include <limits>

#include "core/base/status_testing.h"

namespace flow::datasets {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

void ExpectRefused(const DistributionOptions& options,
                   const std::string& message) {
  EXPECT_THAT(Validate(options),
              StatusIs(absl::StatusCode::kInvalidArgument, message));
}

TEST(DistributionOptionsTest, DefaultsAreValidWhereTheyAreComplete) {
  EXPECT_OK(Validate({GaussianOptions{.dim = 3}}));
  EXPECT_OK(Validate({GaussianOptions{.dim = 2, .mean = {1, 2}}}));
  EXPECT_OK(Validate({GaussianMixtureOptions{{{1, {0, 1}, 2}}}}));
  EXPECT_OK(Validate({EightGaussiansOptions{}, 10}));
  EXPECT_OK(Validate({TwoMoonsOptions{}}));
  EXPECT_OK(Validate({NotebookMoonsOptions{}, 10}));
  EXPECT_OK(Validate({SCurveOptions{}}));
  EXPECT_OK(Validate({SwissRollOptions{}}));
  EXPECT_OK(Validate({CheckerboardOptions{}}));
  EXPECT_OK(Validate({CirclesOptions{}}));
  EXPECT_OK(Validate({ImageDensityOptions{}, 10}));
  EXPECT_OK(Validate({ImageDensityOptions{.picture = "x.png"}}));
  EXPECT_OK(Validate({ArrayFileOptions{.path = "x.npy"}}));
  EXPECT_OK(Validate({DigitsOptions{}}));
  EXPECT_OK(Validate({TabularOptions{.folder = "power"}}));
  EXPECT_OK(Validate({TabularOptions{}, 10}));
  EXPECT_OK(Validate({ImagesOptions{.folder = "cats", .size = 32}}));
}

TEST(DistributionOptionsTest, AGaussianHasADimension) {
  ExpectRefused({GaussianOptions{}}, "dim must be >= 1; got 0");
  ExpectRefused({GaussianOptions{.dim = 2, .mean = {1}}},
                "mean must have dim = 2 coordinates or none; got 1");
  ExpectRefused({GaussianOptions{.dim = 2, .std = 0}},
                "std must be finite and > 0; got 0");
  ExpectRefused({GaussianOptions{.dim = 1, .mean = {kNan}}},
                "mean[0] must be finite; got nan");
}

TEST(DistributionOptionsTest, AMixtureHasComponentsOfOneDimension) {
  ExpectRefused({GaussianMixtureOptions{}},
                "a mixture needs at least one component");
  ExpectRefused({EightGaussiansOptions{.radius = -1}},
                "radius must be finite and > 0; got -1");
  ExpectRefused({EightGaussiansOptions{.std = 0}},
                "std must be finite and > 0; got 0");
}

TEST(DistributionOptionsTest, ANoisyCurveHasNoiseScaleAndShift) {
  ExpectRefused({TwoMoonsOptions{.noise = -0.1}},
                "noise must be finite and >= 0; got -0.1");
  ExpectRefused({NotebookMoonsOptions{.noise = -1}},
                "noise must be finite and >= 0; got -1");
  ExpectRefused({SCurveOptions{.scale = 0}},
                "scale must be finite and > 0; got 0");
  ExpectRefused({SwissRollOptions{.shift = {0, kNan}}},
                "shift must be finite; got nan");
  ExpectRefused({CirclesOptions{.factor = 1}},
                "factor must be > 0 and < 1; got 1");
  EXPECT_OK(Validate({TwoMoonsOptions{.noise = 0}}));
}

TEST(DistributionOptionsTest, ACheckerboardHasAPositiveScale) {
  ExpectRefused({CheckerboardOptions{.scale = kNan}},
                "scale must be finite and > 0; got nan");
}

TEST(DistributionOptionsTest, ImagesHaveAFolderChannelsAndASize) {
  ExpectRefused({ImagesOptions{.size = 8}}, "folder must not be empty");
  ExpectRefused({ImagesOptions{.folder = "cats"}}, "size must be >= 1; got 0");
  ExpectRefused({ImagesOptions{.folder = "cats", .channels = 2, .size = 8}},
                "channels must be 1 or 3; got 2");
}

TEST(DistributionOptionsTest, OnlyAGeneratedLawTakesANumberOfPoints) {
  ExpectRefused({TwoMoonsOptions{}, 0}, "points must be >= 1; got 0");
  const std::string reason =
      "points is for laws that can be drawn from without end; a file has its "
      "own number of points";
  ExpectRefused({DigitsOptions{}, 10}, reason);
  ExpectRefused({ArrayFileOptions{.path = "x.npy"}, 10}, reason);
  ExpectRefused({TabularOptions{.folder = "power"}, 10}, reason);
  ExpectRefused({ImagesOptions{.folder = "cats", .size = 8}, 10}, reason);
  ExpectRefused({TabularOptions{.folder = ""}}, "folder must not be empty");
  ExpectRefused({ArrayFileOptions{}}, "path must not be empty");
  ExpectRefused({ImageDensityOptions{.picture = ""}}, "file must not be empty");
  ExpectRefused({ImageDensityOptions{.extent = 0}},
                "extent must be finite and > 0; got 0");
}

TEST(DistributionOptionsTest, EvaluationHasTheLawAndTheRowsForTheTest) {
  EXPECT_FALSE(FreshOf({TwoMoonsOptions{}, 100}).points.has_value());
  const DistributionOptions fresh = FreshOf({TabularOptions{.folder = "data"}});
  const auto& tabular = std::get<TabularOptions>(fresh.law);
  EXPECT_EQ(tabular.split, TabularOptions::Split::kTest);
  EXPECT_EQ(tabular.folder, "data");
}

TEST(DistributionOptionsTest, EvaluationHasImagesAsTheyAre) {
  const ImagesOptions options{.folder = "cats", .size = 8, .flip = true};
  ImagesOptions expected = options;
  expected.split = ImagesOptions::Split::kTest;
  expected.flip = false;
  EXPECT_EQ(std::get<ImagesOptions>(FreshOf({options}).law), expected);
  EXPECT_FALSE(IsOwnFresh({options}));
}

TEST(DistributionOptionsTest, EvaluationMayHaveTheImagesOfTraining) {
  ImagesOptions options{.folder = "cats", .size = 8, .flip = true};
  options.evaluated = ImagesOptions::Split::kTrain;
  ImagesOptions expected = options;
  expected.flip = false;
  EXPECT_EQ(std::get<ImagesOptions>(FreshOf({options}).law), expected);
}

}  // namespace
}  // namespace flow::datasets
