#include "core/distribution/gaussian_component.h"

#include <limits>

#include "core/base/status_testing.h"

namespace flow::core {
namespace {

using ::testing::HasSubstr;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(GaussianComponentTest, AMixtureOfEqualDimensionsIsFine) {
  EXPECT_OK(ValidateComponents({{1, {0, 0}, 1}, {0.25, {3, -2}, 0.5}}));
}

TEST(GaussianComponentTest, AMixtureNeedsAComponent) {
  EXPECT_THAT(ValidateComponents({}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "a mixture needs at least one component"));
}

TEST(GaussianComponentTest, WeightsAndDeviationsArePositive) {
  for (const double bad : {0.0, -1.0, kNan, kInfinity}) {
    SCOPED_TRACE(bad);
    EXPECT_THAT(
        ValidateComponents({{1, {0}, 1}, {bad, {0}, 1}}),
        StatusIs(absl::StatusCode::kInvalidArgument,
                 HasSubstr("component[1].weight must be finite and > 0")));
    EXPECT_THAT(ValidateComponents({{1, {0}, bad}}),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("component[0].std must be finite and")));
  }
}

TEST(GaussianComponentTest, MeansHaveOneDimension) {
  EXPECT_THAT(ValidateComponents({{1, {0, 0}, 1}, {1, {0}, 1}}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "component[1].mean must have 2 coordinates, as that of "
                       "component[0]; got 1"));
  EXPECT_THAT(ValidateComponents({{1, {}, 1}}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "component[0].mean must not be empty"));
}

TEST(GaussianComponentTest, MeansAreFinite) {
  EXPECT_THAT(ValidateComponents({{1, {0, kNan}, 1}}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "component[0].mean[1] must be finite; got nan"));
}

TEST(GaussianComponentTest, ASingleLawIsNamedByItsPrefix) {
  EXPECT_OK(ValidateGaussian("source.", {0, 0}, 1));
  EXPECT_THAT(ValidateGaussian("source.", {0, 0}, 0),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "source.std must be finite and > 0; got 0"));
}

}  // namespace
}  // namespace flow::core
