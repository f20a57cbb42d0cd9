#include "flowlang/compare/run_collection.h"

#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;

// A folder of this test's own, by name.
std::string Folder(const std::string& name) {
  const std::string path = JoinPath(
      testing::TempDir(),
      absl::StrCat(
          testing::UnitTest::GetInstance()->current_test_info()->name(), "/",
          name));
  EXPECT_OK(MakeDirectories(path));
  return path;
}

std::string WriteRun(const std::string& name, int seed) {
  const std::string folder = Folder(name);
  EXPECT_OK(WriteFileAtomically(
      JoinPath(folder, "result.json"),
      absl::StrCat(R"({"experiment": "moons", "seed": )", seed, "}")));
  return folder;
}

std::vector<std::string> LabelsOf(const RunCollection& collection) {
  std::vector<std::string> labels;
  for (const RunRecord& run : collection.runs) labels.push_back(run.label);
  return labels;
}

TEST(CollectRunsTest, FindsARunASuiteAndAFolderOfThem) {
  const std::string run = WriteRun("suite/A/seed-1", 1);
  WriteRun("suite/A/seed-2", 2);
  WriteRun("suite/B,x=1/seed-1", 1);
  EXPECT_THAT(LabelsOf(*CollectRuns({run})), ElementsAre("A"));
  EXPECT_THAT(LabelsOf(*CollectRuns({Folder("suite")})),
              ElementsAre("A", "A", "B,x=1"));
  EXPECT_THAT(LabelsOf(*CollectRuns({Folder("")})),
              ElementsAre("A", "A", "B,x=1"));
}

TEST(CollectRunsTest, ReadsTheSuitesOrderAndVerdicts) {
  WriteRun("A/seed-1", 1);
  WriteRun("B/seed-1", 1);
  ASSERT_OK(WriteFileAtomically(JoinPath(Folder(""), "comparison.json"),
                                R"({"labels": [{"name": "B"}, {"name": "A"}],
          "verdicts": [{"met": true, "sentence": "B wins"}]})"));
  ASSERT_OK_AND_ASSIGN(const RunCollection collection,
                       CollectRuns({Folder("")}));
  ASSERT_EQ(collection.suites.size(), 1);
  const CollectedSuite& suite = collection.suites[0];
  EXPECT_EQ(suite.name, "ReadsTheSuitesOrderAndVerdicts");
  EXPECT_EQ(suite.runs.size(), 2);
  EXPECT_THAT(suite.record.labels, ElementsAre("B", "A"));
  ASSERT_EQ(suite.record.verdicts.size(), 1);
  EXPECT_EQ(suite.record.verdicts[0].sentence, "B wins");
}

TEST(CollectRunsTest, ARunBelongsToTheInnermostSuite) {
  WriteRun("outer/A/seed-1", 1);
  WriteRun("outer/inner/A/seed-1", 1);
  for (const char* folder : {"outer", "outer/inner"}) {
    ASSERT_OK(WriteFileAtomically(JoinPath(Folder(folder), "comparison.json"),
                                  R"({"labels": [{"name": "A"}]})"));
  }
  ASSERT_OK_AND_ASSIGN(const RunCollection collection,
                       CollectRuns({Folder("outer")}));
  ASSERT_EQ(collection.suites.size(), 2);
  for (const CollectedSuite& suite : collection.suites) {
    ASSERT_EQ(suite.runs.size(), 1) << suite.name;
    EXPECT_EQ(suite.runs[0].label, "A") << suite.name;
  }
  EXPECT_THAT(LabelsOf(collection),
              ElementsAre(EndsWith("outer/A)"), EndsWith("inner/A)")));
}

TEST(CollectRunsTest, UnderAGivenLabelThereIsNoSuite) {
  WriteRun("A/seed-1", 1);
  ASSERT_OK(WriteFileAtomically(JoinPath(Folder(""), "comparison.json"),
                                R"({"labels": [{"name": "A"}]})"));
  EXPECT_TRUE(CollectRuns({"mine=" + Folder("")})->suites.empty());
}

TEST(CollectRunsTest, RunsOfOneNameAreToldApartByTheirFolders) {
  const std::string first = WriteRun("first", 1);
  const std::string second = WriteRun("second", 1);
  EXPECT_THAT(LabelsOf(*CollectRuns({first, second})),
              ElementsAre(EndsWith("/first)"), EndsWith("/second)")));
}

TEST(CollectRunsTest, TakesTheLabelThatStandsBeforeAFolder) {
  const std::string run = WriteRun("suite/A/seed-1", 1);
  WriteRun("suite/A/seed-2", 2);
  EXPECT_THAT(LabelsOf(*CollectRuns({"mine=" + run})), ElementsAre("mine"));
  EXPECT_THAT(LabelsOf(*CollectRuns({"mine=" + Folder("suite")})),
              ElementsAre("mine", "mine"));
  // a folder may have such a name itself
  const std::string named = WriteRun("x=1", 1);
  EXPECT_THAT(LabelsOf(*CollectRuns({named})), ElementsAre("moons"));
}

TEST(CollectRunsTest, AFolderWithoutRunsIsNotFound) {
  WriteRun(".hidden/seed-1", 1);
  EXPECT_THAT(
      CollectRuns({Folder("")}),
      StatusIs(absl::StatusCode::kNotFound,
               HasSubstr("no finished run (a folder with result.json)")));
  EXPECT_THAT(CollectRuns({JoinPath(Folder(""), "absent")}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("absent")));
}

TEST(CollectRunsTest, ARunNamedTwiceIsRefused) {
  const std::string run = WriteRun("a", 1);
  EXPECT_THAT(CollectRuns({run, run}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("is named twice")));
}

}  // namespace
}  // namespace flow::lang
