#include "flowlang/lower/run_directory.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "flowlang/lower/lower_testing.h"

namespace flow::lang {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using Json = nlohmann::ordered_json;

TEST(RunDirectoryTest, ANewOneHoldsThePlanAndAPlaceForSamples) {
  const std::string path = FreshPath("new/below");
  ASSERT_OK_AND_ASSIGN(const RunDirectory directory,
                       RunDirectory::Open(path, TinyPlan()));
  EXPECT_EQ(directory.path(), path);
  EXPECT_THAT(ListDirectory(path),
              IsOkAndHolds(ElementsAre("plan.textproto", "samples")));
  EXPECT_EQ(Content(directory.File("plan.textproto")), TinyPlan().resolved);
}

TEST(RunDirectoryTest, TheSamePlanOpensItAgainAndLeavesWhatIsThere) {
  const std::string path = FreshPath("again");
  ASSERT_OK_AND_ASSIGN(const RunDirectory first,
                       RunDirectory::Open(path, TinyPlan()));
  ASSERT_OK(WriteFileAtomically(first.File("samples/p.npz"), "points"));
  ASSERT_OK_AND_ASSIGN(const RunDirectory second,
                       RunDirectory::Open(path, TinyPlan()));
  EXPECT_EQ(Content(second.File("samples/p.npz")), "points");
}

TEST(RunDirectoryTest, AnotherPlanIsRefusedWithTheFirstDifference) {
  const std::string path = FreshPath("taken");
  ASSERT_OK(RunDirectory::Open(path, TinyPlan()).status());
  ExperimentPlan other = TinyPlan();
  other.resolved = "name: \"tiny\"\nseed: 2\n";
  EXPECT_THAT(RunDirectory::Open(path, other),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "'" + path +
                           "' holds a run of another plan or seed: there "
                           "'seed: 1', here 'seed: 2'; choose another --out, "
                           "or remove the folder"));
  EXPECT_EQ(Content(path + "/plan.textproto"), TinyPlan().resolved);
}

TEST(RunDirectoryTest, ALongerPlanDiffersWhereTheShorterEnds) {
  const std::string path = FreshPath("longer");
  ASSERT_OK(RunDirectory::Open(path, TinyPlan()).status());
  ExperimentPlan other = TinyPlan();
  other.resolved += "  evaluate { name: 'q' }\n";
  EXPECT_THAT(RunDirectory::Open(path, other),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("there '', here 'evaluate { name: 'q' }'")));
}

TEST(RunDirectoryTest, AFolderOfSomethingElseIsRefusedAndLeftAlone) {
  const std::string path = FreshPath("other");
  ASSERT_OK(MakeDirectories(path));
  ASSERT_OK(WriteFileAtomically(path + "/thesis.tex", "text"));
  EXPECT_THAT(RunDirectory::Open(path, TinyPlan()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "'" + path +
                           "' is not empty and holds no run; choose another "
                           "--out, or remove the folder"));
  EXPECT_THAT(ListDirectory(path), IsOkAndHolds(ElementsAre("thesis.tex")));
}

TEST(RunDirectoryTest, AFileInItsPlaceIsNamed) {
  const std::string path = FreshPath("file");
  ASSERT_OK(WriteFileAtomically(path, "text"));
  EXPECT_THAT(RunDirectory::Open(path, TinyPlan()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("'" + path + "'")));
}

TEST(RunDirectoryTest, AFolderThatCannotBeWrittenIsNamed) {
  if (geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  const std::string path = FreshPath("read_only");
  ASSERT_OK(MakeDirectories(path));
  ASSERT_EQ(chmod(path.c_str(), 0555), 0);
  EXPECT_THAT(RunDirectory::Open(path, TinyPlan()),
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr(path)));
}

// As far as the program can tell: no file may grow beyond 0 bytes.
class FullDisk {
 public:
  FullDisk() {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit none{0, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &none);
  }
  ~FullDisk() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_;
};

TEST(RunDirectoryTest, AFullDiskLeavesNothingHalfWritten) {
  const std::string path = FreshPath("full");
  {
    const FullDisk full;
    EXPECT_THAT(RunDirectory::Open(path, TinyPlan()),
                StatusIs(absl::StatusCode::kResourceExhausted,
                         HasSubstr(path + "/plan.textproto")));
  }
  EXPECT_THAT(ListDirectory(path), IsOkAndHolds(ElementsAre()));
  ASSERT_OK_AND_ASSIGN(const RunDirectory directory,
                       RunDirectory::Open(path, TinyPlan()));
  {
    const FullDisk full;
    EXPECT_THAT(directory.FinishStage(TinyPlan(), 0, {{"steps", 20}}),
                StatusIs(absl::StatusCode::kResourceExhausted,
                         HasSubstr("stages/01-train_velocity/done.json")));
  }
  EXPECT_THAT(directory.FinishedStage(TinyPlan(), 0),
              IsOkAndHolds(std::nullopt));
}

TEST(RunDirectoryTest, ARunKilledWhileOpeningItsFolderGoesOn) {
  const std::string path = FreshPath("killed");
  ASSERT_OK(MakeDirectories(path));
  ASSERT_OK(WriteFileAtomically(path + "/plan.textproto.tmp-123", "na"));
  ASSERT_OK(RunDirectory::Open(path, TinyPlan()).status());
  ASSERT_EQ(rmdir((path + "/samples").c_str()), 0);
  ASSERT_OK(RunDirectory::Open(path, TinyPlan()).status());
  EXPECT_TRUE(FileExists(path + "/samples"));
}

class StageRecordTest : public testing::Test {
 protected:
  RunDirectory Open(const std::string& name) {
    return *RunDirectory::Open(FreshPath(name), plan_);
  }
  static std::string RecordFile(const RunDirectory& directory) {
    return directory.File("stages/02-sample_p/done.json");
  }

  const ExperimentPlan plan_ = TinyPlan();
};

TEST_F(StageRecordTest, ComesBackWithNameKindAndHash) {
  const RunDirectory directory = Open("round_trip");
  EXPECT_THAT(directory.FinishedStage(plan_, 1), IsOkAndHolds(std::nullopt));
  ASSERT_OK(directory.FinishStage(plan_, 1, {{"wall_seconds", 0.5}}));
  const Json expected = {{"name", "sample_p"},
                         {"kind", "sample"},
                         {"hash", "hash-of-sample"},
                         {"wall_seconds", 0.5}};
  EXPECT_THAT(directory.FinishedStage(plan_, 1), IsOkAndHolds(expected));
  EXPECT_THAT(directory.FinishedStage(plan_, 0), IsOkAndHolds(std::nullopt));
  EXPECT_EQ(Content(RecordFile(directory)), expected.dump(2) + "\n");
}

TEST_F(StageRecordTest, ABrokenOneIsNamedNotTrusted) {
  const RunDirectory directory = Open("broken");
  ASSERT_OK(directory.FinishStage(plan_, 1, Json::object()));
  for (const char* content : {"", "{\"name\": \"sam", "[]", "3", "null", "{}",
                              "{\"hash\": 3}", "\xff"}) {
    ASSERT_OK(WriteFileAtomically(RecordFile(directory), content));
    EXPECT_THAT(directory.FinishedStage(plan_, 1),
                StatusIs(absl::StatusCode::kDataLoss,
                         "'" + RecordFile(directory) +
                             "' is not the record of a stage"))
        << content;
  }
}

TEST_F(StageRecordTest, OneOfOtherDataIsRefused) {
  const RunDirectory directory = Open("other_data");
  ASSERT_OK(directory.FinishStage(plan_, 1, Json::object()));
  ExperimentPlan changed = plan_;
  changed.stages[1].hash = "hash-of-new-data";
  EXPECT_THAT(
      directory.FinishedStage(changed, 1),
      StatusIs(absl::StatusCode::kFailedPrecondition,
               "'" + RecordFile(directory) +
                   "' was made from other data or by another flow; choose "
                   "another --out, or remove the folder"));
}

TEST(RunDirectoryTest, TheLogHasALineWithItsTimeForEachEvent) {
  ASSERT_OK_AND_ASSIGN(const RunDirectory directory,
                       RunDirectory::Open(FreshPath("log"), TinyPlan()));
  ASSERT_OK(directory.Log("one"));
  ASSERT_OK(directory.Log("two"));
  constexpr char kTime[] = "[0-9]+-[0-9]+-[0-9]+T[0-9]+:[0-9]+:[0-9]+Z";
  EXPECT_THAT(Content(directory.File("log.txt")),
              MatchesRegex(std::string(kTime) + " one\n" + kTime + " two\n"));
}

}  // namespace
}  // namespace flow::lang
