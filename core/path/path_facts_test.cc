#include "core/path/path_facts.h"

#include <set>
#include <string>

#include "core/path/path_coefficients.h"
#include "core/path/path_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using ::testing::UnorderedElementsAre;

TEST(PathFactsTest, NoiseIsUsedWhereItsCoefficientIsNotZero) {
  for (const auto& [name, path] : EveryPath()) {
    EXPECT_EQ(UsesNoise(path), CoefficientsAt(path, 0.3).noise > 0) << name;
  }
}

// A path that takes any source begins at it.
TEST(PathFactsTest, PathsFromAnySourceBeginThere) {
  for (const auto& [name, path] : EveryPath()) {
    if (!std::holds_alternative<AnySource>(RequiredSource(path))) continue;
    EXPECT_NEAR(CoefficientsAt(path, 0).source, 1, 1e-15) << name;
    EXPECT_EQ(CoefficientsAt(path, 0).target, 0) << name;
  }
}

TEST(PathFactsTest, PathsThatEndOrBeginElsewhereAreKnown) {
  std::set<std::string> elsewhere;
  for (const auto& [name, path] : EveryPath()) {
    if (!LeadsFromEndToEnd(path)) elsewhere.insert(name);
  }
  EXPECT_THAT(
      elsewhere,
      UnorderedElementsAre(
          "target_conditional", "vp", "vp without beta_min", "general_gaussian",
          "cauchy", "student_t", "ray", "mirror interpolant, zero",
          "mirror interpolant, brownian", "mirror interpolant, quadratic",
          "mirror interpolant, sine_squared", "mirror interpolant, sigmoid"));
  EXPECT_TRUE(LeadsFromEndToEnd(TargetConditionalPathOptions{0}));
  EXPECT_TRUE(LeadsFromEndToEnd(GeneralGaussianPathOptions{{0, 1}, {1, -1}}));
}

TEST(PathFactsTest, PathsOfInfiniteEnergyAreKnown) {
  std::set<std::string> infinite;
  for (const auto& [name, path] : EveryPath()) {
    if (!HasFiniteEnergy(path)) infinite.insert(name);
  }
  EXPECT_THAT(
      infinite,
      UnorderedElementsAre(
          "cosine", "linear_vp", "vp", "polynomial root", "bridge",
          "linear decreasing bridge", "cosine decreasing bridge",
          "linear interpolant, brownian", "trigonometric interpolant, brownian",
          "encode_decode interpolant, brownian", "mirror interpolant, brownian",
          "one_sided interpolant, brownian"));
  EXPECT_TRUE(HasFiniteEnergy(PolynomialPathOptions{0.55}));
  for (const double sigma : {1e-3, 0.1, 10.0}) {
    EXPECT_FALSE(HasFiniteEnergy(BrownianBridgePathOptions{sigma}));
    EXPECT_TRUE(HasFiniteEnergy(LinearPathOptions{sigma}));
  }
}

TEST(PathFactsTest, SourcesThatAreInTheFormula) {
  EXPECT_TRUE(std::holds_alternative<StandardGaussianSource>(
      RequiredSource(VpPathOptions{})));
  EXPECT_TRUE(std::holds_alternative<TargetAsSource>(
      RequiredSource(StochasticInterpolantPathOptions{Interpolant::kMirror})));
  EXPECT_TRUE(std::holds_alternative<StandardGaussianSource>(RequiredSource(
      StochasticInterpolantPathOptions{Interpolant::kOneSided})));
  const auto cauchy =
      std::get<StudentTSource>(RequiredSource(CauchyPathOptions{7, 1}));
  EXPECT_EQ(cauchy.degrees, 1);
  EXPECT_EQ(cauchy.scale, 7);
  const auto student =
      std::get<StudentTSource>(RequiredSource(StudentTPathOptions{5, 7, 1}));
  EXPECT_EQ(student.degrees, 5);
  EXPECT_EQ(student.scale, 7);
}

TEST(PathFactsTest, OnlyEncodeDecodeWithoutNoiseIsAPoint) {
  for (const auto& [name, path] : EveryPath()) {
    EXPECT_TRUE(IsNondegenerate(path)) << name;
  }
  EXPECT_FALSE(IsNondegenerate(StochasticInterpolantPathOptions{
      Interpolant::kEncodeDecode, InterpolantNoise::kZero}));
}

}  // namespace
}  // namespace flow::core
