#include "flowlang/plan/build_plan.h"

#include <limits>
#include <string>
#include <variant>

#include "flowlang/plan/defaults.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

SampleStage SampleWorkOf(const std::string& method,
                         const std::string& sampler) {
  Experiment experiment;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "name: 'a' source { gaussian { dim: 2 } } target { two_moons {} } "
      "model { mlp { hidden: [8] } } method { " +
          method + " } evaluate { name: 'p' sampler { " + sampler +
          " } metric { w2 {} } }",
      &experiment));
  FillDefaults(&experiment);
  const ExperimentPlan plan = BuildPlan(experiment, {2, "", "", {}});
  return std::get<SampleStage>(plan.stages[1].work);
}

double SourceLevel(const SampleStage& work) {
  return std::get<core::EdmHeunOptions>(
             std::get<core::OdeOptions>(work.sampler))
      .sigma_source;
}

TEST(BuildPlanTest, NoiseLevelsOfAPoissonFieldAreHeights) {
  const std::string plus =
      "field_matching { plate_gap: 20 field { poisson_plus { augmented_dim: 4 "
      "} } }";
  EXPECT_EQ(SourceLevel(SampleWorkOf(plus, "edm_heun { sigma_max: 10 }")), 10);
  EXPECT_EQ(SourceLevel(SampleWorkOf("flow_matching {}", "edm_heun {}")),
            std::numeric_limits<double>::infinity());
}

TEST(BuildPlanTest, ALineOfAFieldThatLeadsForwardEndsAtItsFirstPlate) {
  const auto lines_of = [](const std::string& field) {
    return std::get<core::FieldLineOptions>(
        SampleWorkOf("field_matching { plate_gap: 6 field { " + field + " } }",
                     "field_lines { start: BOTH_SIDES }")
            .sampler);
  };
  const core::FieldLineOptions tube = lines_of("gaussian_tube {}");
  EXPECT_EQ(tube.start, core::LineStart::kForward);
  EXPECT_EQ(tube.stop, core::LineStop::kFirstHit);
  const core::FieldLineOptions plates = lines_of("electrostatic {}");
  EXPECT_EQ(plates.start, core::LineStart::kBothSides);
  EXPECT_EQ(plates.stop, core::LineStop::kFlux);
}

TEST(BuildPlanTest, StepsAreInTimeOrInItsLogarithm) {
  EXPECT_EQ(SampleWorkOf("flow_matching {}", "euler {}").log_time_until, 0);
  EXPECT_EQ(SampleWorkOf("flow_matching {}", "euler {} log_time_until: 0.25")
                .log_time_until,
            0.25);
}

}  // namespace
}  // namespace flow::lang
