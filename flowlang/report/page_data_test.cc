#include "flowlang/report/page_data.h"

#include <limits>

#include "flowlang/report/federation_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using nlohmann::ordered_json;

ordered_json SamplesOf(const SampleSet& set) {
  ReportData data;
  ReportedRun run;
  run.samples = {set};
  data.runs = {run};
  return PageData(data)["runs"][0]["samples"][0];
}

TEST(PageDataTest, PointsKeepTheirFirstTwoCoordinates) {
  SampleSet set;
  set.generated = {2, 3, {1, 2, 3, 4, 5, 6}};
  const ordered_json samples = SamplesOf(set);
  EXPECT_EQ(samples["generated"]["x"], ordered_json({1, 4}));
  EXPECT_EQ(samples["generated"]["y"], ordered_json({2, 5}));
  EXPECT_EQ(samples["pictures"], nullptr);
  EXPECT_EQ(samples["trajectories"], nullptr);
}

TEST(PageDataTest, PointsOnALineHaveNoSecondCoordinate) {
  SampleSet set;
  set.generated = {2, 1, {1, 2}};
  EXPECT_FALSE(SamplesOf(set)["generated"].contains("y"));
}

TEST(PageDataTest, PicturesAreInThePage) {
  SampleSet set;
  set.pictures = {
      {"generated", "\x89PNG"}, {"target", ""}, {"trajectory", "abc"}};
  EXPECT_EQ(SamplesOf(set)["pictures"],
            ordered_json({{"generated", "data:image/png;base64,iVBORw=="},
                          {"target", ""},
                          {"trajectory", "data:image/png;base64,YWJj"}}));
}

TEST(PageDataTest, TrajectoriesBecomeLines) {
  SampleSet set;
  set.trajectories = {2, 2, {0, 1}, {1, 2, 3, 4, 5, 6, 7, 8}};
  const ordered_json lines = SamplesOf(set)["trajectories"];
  EXPECT_EQ(lines["x"], ordered_json::parse("[[1, 5], [3, 7]]"));
  EXPECT_EQ(lines["y"], ordered_json::parse("[[2, 6], [4, 8]]"));
  EXPECT_FALSE(lines.contains("height"));
}

TEST(PageDataTest, LinesBetweenPlatesHaveHeights) {
  SampleSet set;
  set.trajectories = {2, 1, {0, 1}, {1, 2, 3, 4}, {0, 0.5, 1, 2}};
  const ordered_json lines = SamplesOf(set)["trajectories"];
  EXPECT_EQ(lines["x"], ordered_json::parse("[[1, 3], [2, 4]]"));
  EXPECT_EQ(lines["height"], ordered_json::parse("[[0, 1], [0.5, 2]]"));
}

TEST(PageDataTest, NumbersAreRoundedAndNanIsNull) {
  SampleSet set;
  set.generated = {
      3,
      1,
      {0.123456789f, -98765.4321f, std::numeric_limits<float>::quiet_NaN()}};
  const ordered_json x = SamplesOf(set)["generated"]["x"];
  EXPECT_EQ(x[0].dump(), "0.1235");
  EXPECT_EQ(x[1].dump(), "-98770.0");
  EXPECT_EQ(x[2], nullptr);
}

TEST(PageDataTest, SectionsSayWhatTheyCallWhichRuns) {
  ReportData data;
  data.runs.resize(2);
  ReportSection section;
  section.compared.name = "suite";
  section.compared.runs.resize(1);
  section.compared.runs[0].label = "A";
  section.runs = {1};
  data.sections = {section};
  const ordered_json page = PageData(data);
  EXPECT_EQ(page["runs"].size(), 2);
  EXPECT_EQ(page["sections"][0]["name"], "suite");
  EXPECT_EQ(page["sections"][0]["runs"],
            ordered_json::parse(R"([{"run": 1, "label": "A"}])"));
  EXPECT_TRUE(page["sections"][0].contains("rows"));
}

TEST(PageDataTest, ClientsComeByMetricAndNumber) {
  RunMetric w2, worst;
  w2.name = "w2";
  worst.name = "worst_client_w2";
  worst.protocol = "euler50";
  worst.floor = 0.123456;
  worst.by_client = {0.54321098, std::numeric_limits<double>::quiet_NaN(), 2};
  ReportData data;
  data.runs.resize(2);
  data.runs[0].record.metrics = {w2, worst};
  data.runs[1].record.metrics = {w2};
  const ordered_json page = PageData(data)["runs"];
  EXPECT_EQ(page[0]["clients"], ordered_json::parse(R"([
      {"metric": "worst_client_w2", "protocol": "euler50", "floor": 0.123456,
       "values": [0.5432, null, 2]}])"));
  EXPECT_EQ(page[1]["clients"], ordered_json::array());
}

TEST(PageDataTest, OneMemberMayBeNoFederation) {
  const ordered_json page = PageData(MakeFederationReportData());
  const ordered_json& central = page["runs"][0];
  const ordered_json& pair = page["runs"][3];
  EXPECT_TRUE(central["clients"].empty());
  EXPECT_TRUE(central["communication"].empty());
  EXPECT_EQ(pair["communication"]["potential"]["bytes_down"], 8000000);
  ASSERT_EQ(pair["clients"].size(), 2);  // of two protocols
  EXPECT_EQ(pair["clients"][1]["protocol"], "many_steps");
  const ordered_json& crowd = page["runs"][6]["clients"][0];
  ASSERT_EQ(crowd["values"].size(), 100);
  EXPECT_EQ(crowd["values"][3], nullptr);
  EXPECT_TRUE(crowd["values"][17].is_number());
}

TEST(PageDataTest, CurvesAndStagesComeAlong) {
  ReportData data;
  ReportedRun run;
  run.plan = "name: \"a\"";
  run.losses = {{"velocity", {1, 2}, {0.5, 0.25}}};
  run.record.stages = {{"velocity",
                        "train_velocity",
                        1.5,
                        2,
                        std::nullopt,
                        {{"coupling cost", 3.0}}}};
  data.runs = {run};
  const ordered_json page = PageData(data)["runs"][0];
  EXPECT_EQ(page["plan"], "name: \"a\"");
  EXPECT_EQ(page["losses"][0]["loss"][1], 0.25);
  EXPECT_EQ(page["stages"][0]["kind"], "train_velocity");
  EXPECT_EQ(page["stages"][0]["facts"]["coupling cost"], 3);
}

}  // namespace
}  // namespace flow::lang
