#include "flowlang/lsp/diagnose.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "flowlang/load/file_identity.h"
#include "flowlang/lsp/lsp_testing.h"

namespace flow::lang {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

class DiagnoseTest : public LspTest {
 protected:
  const std::vector<EditorDiagnostic>& Of(const std::string& text) {
    Open("a.textproto", text);
    diagnosis_ = Diagnose(document(), overlay(), PositionEncoding::kUtf16);
    return diagnosis_.diagnostics;
  }
  Diagnosis diagnosis_;
};

TEST_F(DiagnoseTest, AFineTextHasNone) {
  EXPECT_THAT(Of(kFineExperiment), IsEmpty());
  EXPECT_THAT(diagnosis_.files, ElementsAre(FileIdentity(Path("a.textproto"))));
}

TEST_F(DiagnoseTest, TellsAllMistakesOfTheTextAsItIsTyped) {
  Write("a.textproto", "not what is in the editor");
  const auto& batch = Of(std::string(kFineExperiment) +
                         "path { linear { sigma: -1 } }\n"
                         "train { batch: 0 }");
  ASSERT_THAT(batch, SizeIs(2));
  EXPECT_EQ(batch[0].code, Code::kOutOfRange);
  EXPECT_EQ(batch[0].severity, Severity::kError);
  EXPECT_EQ(batch[0].range, (EditorRange{{1, 23}, {1, 25}}));
  EXPECT_THAT(batch[1].message,
              StartsWith("'train.batch' must be >= 1; got 0\nhelp: 256 is"));
  EXPECT_EQ(TextIn(batch[1].range), "0");
}

TEST_F(DiagnoseTest, CountsCharactersAsTheEditorDoes) {
  const auto& found =
      Of(std::string("nme: '\U0001F600' nme: 1 ") + kFineExperiment);
  ASSERT_THAT(found, Not(IsEmpty()));
  EXPECT_EQ(found.back().range, (EditorRange{{0, 10}, {0, 13}}));
}

TEST_F(DiagnoseTest, WarningsAreNoErrors) {
  const auto& found =
      Of(std::string(kFineExperiment) +
         "train { steps: 5 schedule { constant { warmup: 9 } } }");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].severity, Severity::kWarning);
  EXPECT_EQ(found[0].code, Code::kUnusedSetting);
}

TEST_F(DiagnoseTest, NotesPointToTheOtherPlaces) {
  const auto& found = Of(std::string("seed: 1\nseed: 2 ") + kFineExperiment);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, Code::kDuplicateField);
  ASSERT_THAT(found[0].notes, SizeIs(1));
  EXPECT_EQ(found[0].notes[0].location.uri, document().uri());
  EXPECT_EQ(found[0].notes[0].location.range, (EditorRange{{0, 0}, {0, 4}}));
}

TEST_F(DiagnoseTest, AMistakeInABaseIsToldWhereTheBaseIsNamed) {
  Write("base", std::string(kFineExperiment) + "train { batch: 0 }");
  Write("middle", "extends: 'base'");
  for (const char* file : {"base", "middle"}) {
    const auto& found = Of(std::string("seed: 3 extends: '") + file + "'");
    ASSERT_THAT(found, SizeIs(1)) << file;
    EXPECT_EQ(TextIn(found[0].range), std::string("'") + file + "'");
    EXPECT_THAT(found[0].message, StartsWith("base:2: 'train.batch' must"));
    ASSERT_THAT(found[0].notes, SizeIs(1));
    EXPECT_EQ(found[0].notes[0].location.uri, "file://" + Path("base"));
    EXPECT_EQ(found[0].notes[0].location.range,
              (EditorRange{{1, 15}, {1, 16}}));
  }
  EXPECT_THAT(diagnosis_.files, SizeIs(3));
}

TEST_F(DiagnoseTest, AMistakeInAMemberIsToldAtTheMember) {
  Write("one", kFineExperiment);
  Write("two", "extends: 'one' train { batch: 0 }");
  const auto& found =
      Of(std::string(kSuiteHead) +
         "name: 's' seeds: [1, 2] member { label: 'A' file: 'one' }\n"
         "member { label: 'B' file: 'two' }");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(TextIn(found[0].range), "'two'");
  EXPECT_THAT(found[0].message, StartsWith("two:1: 'train.batch' must"));
}

TEST_F(DiagnoseTest, OtherOpenFilesAreReadAsTheyAreTyped) {
  Write("base", std::string(kFineExperiment) + "train { batch: 0 }");
  overlay().Set(Path("base"), kFineExperiment);
  EXPECT_THAT(Of("extends: 'base'"), IsEmpty());
}

TEST_F(DiagnoseTest, AFileThatIsNotThereIsRemembered) {
  const auto& found = Of("extends: 'none'");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, Code::kFileNotFound);
  EXPECT_EQ(TextIn(found[0].range), "'none'");
  EXPECT_THAT(diagnosis_.files, testing::Contains(FileIdentity(Path("none"))));
}

TEST_F(DiagnoseTest, AnEmptyTextIsOneMistake) {
  const auto& found = Of("");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].message, "the file is empty");
  EXPECT_EQ(found[0].range, EditorRange());
}

TEST_F(DiagnoseTest, FilesThatExtendEachOtherComeToAnEnd) {
  Write("b", "extends: 'a.textproto'");
  const auto& found = Of("extends: 'b'");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, Code::kExtendsCycle);
  EXPECT_EQ(TextIn(found[0].range), "'b'");
}

}  // namespace
}  // namespace flow::lang
