#include <string>
#include <variant>

#include "flowlang/plan/convert.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

// Every setting has a value of its own, so that two of them cannot be mixed up.

namespace flow::lang {
namespace {

using field_matching::FieldOptions;
using field_matching::Given;
using field_matching::PairFieldOptions;
using field_matching::Regressed;

Experiment Parse(const std::string& text) {
  Experiment experiment;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &experiment))
      << text;
  return experiment;
}

FieldOptions Field(const std::string& method) {
  return FieldOf(
      Parse("train { batch: 7 } path { linear { sigma: 0.25 } } "
            "method { field_matching { plate_gap: 8 " +
            method + " } }"));
}

PairFieldOptions Pairs(const std::string& method) {
  const FieldOptions options = Field(method);
  EXPECT_EQ(options.gap, 8);
  EXPECT_TRUE(std::holds_alternative<PairFieldOptions>(options.field));
  return std::get<PairFieldOptions>(options.field);
}

TEST(ConvertFieldTest, PairFieldsArePaths) {
  const auto tube = std::get<core::TubePathOptions>(
      Pairs("field { gaussian_tube { width: 2 } }").path);
  EXPECT_EQ(tube.width, 2);
  EXPECT_EQ(tube.ends, 0.5);
  EXPECT_EQ(std::get<core::TubePathOptions>(
                Pairs("field { gaussian_tube { profile: FLAT_WITH_ENDS "
                      "ends: 0.3 } }")
                    .path)
                .ends,
            0.3);
  const auto string = std::get<core::TubePathOptions>(
      Pairs("field { string { width: 3 bend: 2 } }").path);
  EXPECT_EQ(string.width, 3);
  EXPECT_EQ(string.ends, 0.25);
  EXPECT_EQ(
      std::get<core::TubePathOptions>(Pairs("field { string {} }").path).ends,
      0.5);
  EXPECT_EQ(
      std::get<core::LinearPathOptions>(Pairs("field { from_path {} }").path)
          .sigma,
      0.25);
}

TEST(ConvertFieldTest, PoissonFieldsAreRaysOfTheTarget) {
  const PairFieldOptions poisson = Pairs("field { poisson {} } charges: 9");
  const auto ray = std::get<core::RayPathOptions>(poisson.path);
  EXPECT_EQ(ray.degrees, 1);
  EXPECT_EQ(ray.start, 8);
  EXPECT_EQ(poisson.given, Given::kTarget);
  EXPECT_EQ(poisson.pairs, 9);
  const PairFieldOptions plus =
      Pairs("field { poisson_plus { augmented_dim: 4 } }");
  const auto rays = std::get<core::RayPathOptions>(plus.path);
  EXPECT_EQ(rays.degrees, 4);
  EXPECT_EQ(rays.start, 4);
  EXPECT_EQ(plus.pairs, 7) << "a batch";
}

TEST(ConvertFieldTest, SettingsOfASum) {
  const PairFieldOptions pairs =
      Pairs("field { from_path {} } pairs_per_query: 5 given: TARGET");
  EXPECT_EQ(pairs.pairs, 5);
  EXPECT_EQ(pairs.given, Given::kTarget);
  const FieldOptions plain = Field("field { from_path {} }");
  EXPECT_EQ(plain.regressed, Regressed::kUnitField);
  EXPECT_TRUE(plain.length_weights && plain.density_weights);
  EXPECT_TRUE(
      std::holds_alternative<field_matching::FromPairsOptions>(plain.coverage));
  const FieldOptions other = Field(
      "field { electrostatic {} } charges: 6 regress: VELOCITY "
      "length_weights: false density_weights: false "
      "coverage { slab { margin: 3 } }");
  EXPECT_EQ(std::get<field_matching::ElectrostaticOptions>(other.field).charges,
            6);
  EXPECT_EQ(other.regressed, Regressed::kVelocity);
  EXPECT_FALSE(other.length_weights || other.density_weights);
  EXPECT_EQ(std::get<field_matching::SlabOptions>(other.coverage).margin, 3);
}

TEST(ConvertFieldTest, Coverage) {
  EXPECT_EQ(std::get<field_matching::TubeOptions>(
                Field("field { from_path {} } coverage { tube { width: 2 } }")
                    .coverage)
                .width,
            2);
  const auto law = std::get<field_matching::PowerLawOptions>(
      Field("field { poisson {} } "
            "coverage { power_law { sigma: 2 tau: 3 steps: 4 } }")
          .coverage);
  EXPECT_EQ(law.sigma, 2);
  EXPECT_EQ(law.tau, 3);
  EXPECT_EQ(law.steps, 4);
}

TEST(ConvertFieldTest, AMeanVelocityIsAFieldThatIsRegressedAsOne) {
  const std::string path = "path { linear { sigma: 0.25 } } ";
  EXPECT_FALSE(EstimatorOf(Parse(path + "method { flow_matching {} }")));
  EXPECT_FALSE(EstimatorOf(
      Parse(path + "method { flow_matching { coverage { from_pairs {} } } }")));
  EXPECT_TRUE(
      EstimatorOf(Parse(path + "method { flow_matching { given: TARGET } }")))
      << "the noise of one pair is integrated out";
  const auto options =
      EstimatorOf(Parse(path + "method { flow_matching { pairs_per_query: 3 "
                               "given: TARGET density_weights: false "
                               "coverage { tube { width: 2 } } } }"));
  ASSERT_TRUE(options.has_value());
  const auto pairs = std::get<PairFieldOptions>(options->field);
  EXPECT_EQ(std::get<core::LinearPathOptions>(pairs.path).sigma, 0.25);
  EXPECT_EQ(pairs.given, Given::kTarget);
  EXPECT_EQ(pairs.pairs, 3);
  EXPECT_EQ(options->regressed, Regressed::kVelocity);
  EXPECT_FALSE(options->density_weights);
  EXPECT_EQ(std::get<field_matching::TubeOptions>(options->coverage).width, 2);
  EXPECT_TRUE(EstimatorOf(
      Parse(path + "method { flow_matching { coverage { slab {} } } }")));
}

core::FieldLineOptions Lines(const std::string& text) {
  Sampler sampler;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "field_lines { " + text + " }", &sampler));
  return std::get<core::FieldLineOptions>(ToOptions(sampler));
}

TEST(ConvertFieldTest, Lines) {
  const core::FieldLineOptions lines = Lines(
      "step: 2 start: BOTH_SIDES stop: FIELD_RULE max_length: 3 "
      "tolerance: 4 offset: 5 max_steps: 6 points: 7 use: EXACT_FIELD");
  EXPECT_EQ(lines.step, 2);
  EXPECT_EQ(lines.start, core::LineStart::kBothSides);
  EXPECT_EQ(lines.stop, core::LineStop::kBothSides);
  EXPECT_EQ(lines.max_length, 3);
  EXPECT_EQ(lines.tolerance, 4);
  EXPECT_EQ(lines.offset, 5);
  EXPECT_EQ(lines.max_steps, 6);
  EXPECT_EQ(lines.exact_points, 7);
  const core::FieldLineOptions plain = Lines("");
  EXPECT_EQ(plain.start, core::LineStart::kForward);
  EXPECT_EQ(plain.stop, core::LineStop::kFlux);
  EXPECT_EQ(plain.exact_points, 0) << "of the network";
  EXPECT_EQ(Lines("stop: FIRST_HIT").stop, core::LineStop::kFirstHit);
}

}  // namespace
}  // namespace flow::lang
