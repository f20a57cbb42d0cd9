#include "flowlang/compile/compile_suite.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "flowlang/diag/diag_testing.h"

namespace flow::lang {
namespace {

using ::testing::ElementsAre;

constexpr char kMembers[] =
    "name: 's' member { label: 'A' file: 'a' } "
    "member { label: 'B' file: 'b' } ";

class CompileSuiteTest : public DiagnosticTest {
 protected:
  void SetUp() override {
    Write("a",
          "name: 'a' source { gaussian { dim: 2 } } target { two_moons {} } "
          "model { mlp { hidden: 8 } } "
          "evaluate { name: 'p' metric { w2 {} } }");
    Write("b", "name: 'b' extends: 'a' train { batch: 32 }");
  }

  void Write(const std::string& name, const std::string& text) {
    ASSERT_OK(WriteFileAtomically(JoinPath(testing::TempDir(), name), text));
  }
  // The suite of kMembers with `text`.
  std::optional<SuitePlan> Compile(const std::string& text,
                                   const std::vector<std::string>& set = {},
                                   const std::vector<uint64_t>& seeds = {}) {
    std::vector<Override> overrides(set.size());
    for (size_t i = 0; i < set.size(); ++i) {
      EXPECT_TRUE(
          ParseOverride(*sources_.Add("--set", set[i]), &overrides[i], sink()));
    }
    const SourceText* source = sources_.Add(
        JoinPath(testing::TempDir(), "suite"), absl::StrCat(kMembers, text));
    return CompileSuite(*source, {overrides, seeds}, &sources_, sink());
  }
  static std::vector<std::string> Folders(const SuitePlan& suite) {
    std::vector<std::string> folders;
    for (const SuiteRun& run : suite.runs) folders.push_back(run.folder);
    return folders;
  }
  static int64_t BatchOf(const SuiteRun& run) {
    return std::get<TrainVelocityStage>(run.plan.stages[0].work).train.batch;
  }

  SourceSet sources_;
};

TEST_F(CompileSuiteTest, RunsEveryMemberWithEverySeed) {
  const auto suite = Compile("seeds: [3, 5]");
  ASSERT_TRUE(suite);
  EXPECT_THAT(Folders(*suite),
              ElementsAre("A/seed-3", "A/seed-5", "B/seed-3", "B/seed-5"));
  EXPECT_EQ(suite->runs[1].plan.seed, 5u);
  EXPECT_EQ(suite->runs[0].plan.hash, suite->runs[1].plan.hash);
  EXPECT_EQ(BatchOf(suite->runs[2]), 32);
}

TEST_F(CompileSuiteTest, SweepsEveryCombination) {
  const auto suite = Compile(
      "seeds: 1 sweep { field: 'train.batch' values: ['16', '64'] } "
      "sweep { field: 'path.linear.sigma' values: ['0', '0.1'] }");
  ASSERT_TRUE(suite);
  EXPECT_THAT(suite->labels,
              ElementsAre("A,batch=16,sigma=0", "A,batch=16,sigma=0.1",
                          "A,batch=64,sigma=0", "A,batch=64,sigma=0.1",
                          "B,batch=16,sigma=0", "B,batch=16,sigma=0.1",
                          "B,batch=64,sigma=0", "B,batch=64,sigma=0.1"));
  EXPECT_EQ(suite->runs[7].folder, "B,batch=64,sigma=0.1/seed-1");
  EXPECT_EQ(BatchOf(suite->runs[7]), 64);
}

TEST_F(CompileSuiteTest, LabelsCarryThePathWhereNamesAreEqual) {
  const auto suite = Compile(
      "seeds: 1 sweep { field: 'source.gaussian.points' values: '10' } "
      "sweep { field: 'target.two_moons.points' values: '20' }",
      {"evaluate.samples=150"});
  ASSERT_TRUE(suite);
  EXPECT_EQ(suite->labels[0],
            "A,source.gaussian.points=10,target.two_moons.points=20");
}

TEST_F(CompileSuiteTest, OverridesReachEveryMember) {
  const auto suite = Compile("seeds: 1", {"train.batch=7"});
  ASSERT_TRUE(suite);
  EXPECT_EQ(BatchOf(suite->runs[0]), 7);
  EXPECT_EQ(BatchOf(suite->runs[1]), 7);
}

TEST_F(CompileSuiteTest, ASweepWinsOverAnOverride) {
  const auto suite =
      Compile("seeds: 1 sweep { field: 'train.batch' values: '16' }",
              {"train.batch=7"});
  ASSERT_TRUE(suite);
  EXPECT_EQ(BatchOf(suite->runs[0]), 16);
}

TEST_F(CompileSuiteTest, GivenSeedsReplaceTheFiles) {
  const auto suite = Compile("seeds: [1, 2, 3]", {}, {9});
  ASSERT_TRUE(suite);
  EXPECT_THAT(Folders(*suite), ElementsAre("A/seed-9", "B/seed-9"));
}

TEST_F(CompileSuiteTest, KeepsWhatIsExpected) {
  const auto suite = Compile(
      "seeds: [1, 2] expect { metric: 'w2' protocol: 'p' better: 'B' "
      "than: 'A' margin: 0.5 }");
  ASSERT_TRUE(suite);
  ASSERT_EQ(suite->expectations.size(), 1u);
  const Expectation& claim = suite->expectations[0];
  EXPECT_EQ(claim.better, "B");
  EXPECT_EQ(claim.margin, 0.5);
  EXPECT_FALSE(claim.by_factor);
  EXPECT_EQ(claim.confidence, 0.95) << "the schema's default";
}

TEST_F(CompileSuiteTest, AMembersMistakeIsReportedOnce) {
  Write("a",
        "name: 'a' source { gaussian { dim: 0 } } target { two_moons {} } "
        "model { mlp { hidden: 8 } }");
  EXPECT_FALSE(Compile("seeds: [1, 2, 3]"));
  // neither for each seed nor again for B, which extends A; more would fail
  TakeError(Code::kOutOfRange, "'source.gaussian.dim' must be >= 1");
}

}  // namespace
}  // namespace flow::lang
