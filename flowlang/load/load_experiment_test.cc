#include "flowlang/load/load_experiment.h"

#include <gtest/gtest.h>

#include <string>

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "flowlang/diag/diag_testing.h"

namespace flow::lang {
namespace {

class LoadExperimentTest : public DiagnosticTest {
 protected:
  void SetUp() override { ASSERT_OK(MakeDirectories(Path("sub"))); }

  // A folder of the test's own.
  std::string Path(const std::string& name) const {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    return JoinPath(JoinPath(testing::TempDir(), test->name()), name);
  }
  void Write(const std::string& name, const std::string& text) {
    ASSERT_OK(WriteFileAtomically(Path(name), text));
  }
  std::optional<LoadedExperiment> Load(const std::string& name) {
    const SourceText* source =
        LoadSource(Path(name), std::nullopt, &sources_, sink());
    if (source == nullptr) return std::nullopt;
    return LoadExperiment(*source, &sources_, sink());
  }
  std::optional<FileKind> KindOfText(const std::string& text) {
    return KindOf(*sources_.Add("a.textproto", text), sink());
  }

  SourceSet sources_;
};

TEST_F(LoadExperimentTest, LaysFilesOverWhatTheyExtend) {
  Write("base", "name: 'base' seed: 1 train { steps: 5 batch: 64 }");
  Write("sub/middle", "name: 'middle' extends: '../base' train { batch: 8 }");
  Write("top", "name: 'top' extends: 'sub/middle' seed: 3");
  const auto loaded = Load("top");
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->experiment.ShortDebugString(),
            "name: \"top\" train { steps: 5 batch: 8 } seed: 3");
}

TEST_F(LoadExperimentTest, KnowsWhichFileASettingIsFrom) {
  Write("base", "name: 'base' train { steps: 5 batch: 64 }");
  Write("top", "extends: 'base' train { batch: 8 }");
  const auto loaded = Load("top");
  ASSERT_TRUE(loaded);
  const auto file = [&](const char* path) {
    return loaded->locations.FindNearest(path).value.source->path();
  };
  EXPECT_EQ(file("name"), Path("base"));
  EXPECT_EQ(file("train.steps"), Path("base"));
  EXPECT_EQ(file("train.batch"), Path("top"));
  EXPECT_EQ(file("target"), Path("top")) << "what is missing: the top's root";
}

TEST_F(LoadExperimentTest, ReportsTheMistakesOfEveryFile) {
  Write("base", "train { bach: 64 }");
  Write("top", "extends: 'base' sede: 3");
  EXPECT_FALSE(Load("top"));
  TakeError(Code::kUnknownField, "bach");
  TakeError(Code::kUnknownField, "sede");
}

// The name and the rest may be missing or may be what could not be read.
TEST_F(LoadExperimentTest, TellsBrokenRulesBesideWhatCannotBeRead) {
  Write("top", "train { batch: 0 bach: 3 }");
  EXPECT_FALSE(Load("top"));
  TakeError(Code::kOutOfRange, "'train.batch' must be >= 1; got 0");
  TakeError(Code::kUnknownField, "bach");
}

TEST_F(LoadExperimentTest, FindsACycleHoweverItIsWritten) {
  Write("a", "extends: 'sub/b'");
  Write("sub/b", "extends: '../sub/../a'");
  EXPECT_FALSE(Load("a"));
  EXPECT_EQ(TakeError(Code::kExtendsCycle, "extends").span.source->path(),
            Path("sub/b"));
}

TEST_F(LoadExperimentTest, ReportsAMissingBaseWhereItIsNamed) {
  Write("a", "extends: 'nowhere'");
  EXPECT_FALSE(Load("a"));
  EXPECT_EQ(TakeError(Code::kFileNotFound, "nowhere").span.text(), "'nowhere'");
}

TEST_F(LoadExperimentTest, ReportsAMissingFileAtItself) {
  EXPECT_FALSE(Load("nowhere"));
  EXPECT_EQ(TakeError(Code::kFileNotFound, "nowhere").span.source->path(),
            Path("nowhere"));
}

TEST_F(LoadExperimentTest, TheMessageLineTellsTheKind) {
  EXPECT_EQ(KindOfText("# proto-message: flow.Suite\nname: 'a'"),
            FileKind::kSuite);
  EXPECT_EQ(KindOfText("# a\n# proto-message: flow.Experiment\n"),
            FileKind::kExperiment);
  EXPECT_EQ(KindOfText("name: 'a'"), FileKind::kExperiment);
}

TEST_F(LoadExperimentTest, RefusesAnotherMessage) {
  EXPECT_EQ(KindOfText("# proto-message: flow.Model\n"), std::nullopt);
  EXPECT_EQ(TakeError(Code::kUnknownValue, "flow.Model").span.text(),
            "flow.Model");
}

}  // namespace
}  // namespace flow::lang
