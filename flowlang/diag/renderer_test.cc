#include "flowlang/diag/renderer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "flowlang/diag/report.h"

namespace flow::lang {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

class RendererTest : public testing::Test {
 protected:
  Span At(absl::string_view token) const {
    const int begin = static_cast<int>(source_.text().find(std::string(token)));
    return {&source_, begin, begin + static_cast<int>(token.size())};
  }
  std::string Render() const { return "\n" + RenderDiagnostics(sink_); }

  SourceText source_{"moons.textproto",
                     "name: \"moons\"\n"
                     "train {\n"
                     "\tbatch: 0\n"
                     "}\n"
                     "source { eight_gaussians {} }\n"
                     "path { target_conditional {} }\n"};
  DiagnosticSink sink_;
};

TEST_F(RendererTest, ShowsPlaceLineMarksAndHelp) {
  ReportError(&sink_, Code::kOutOfRange, At("0"),
              "'train.batch' must be >= 1; got 0", "256 is a usual size");
  EXPECT_EQ(Render(), R"(
moons.textproto:3:9: error: 'train.batch' must be >= 1; got 0 [out-of-range]
    3 | 	batch: 0
      | 	       ^
      = help: 256 is a usual size
1 error in moons.textproto
)");
}

TEST_F(RendererTest, ShowsTheOtherPlaceOfAConflict) {
  ReportError(&sink_, Code::kIncompatibleChoice, At("target_conditional"),
              "path 'target_conditional' needs a standard Gaussian source; got "
              "'eight_gaussians'",
              "", {{"source chosen here", At("eight_gaussians")}});
  EXPECT_EQ(Render(), R"(
moons.textproto:6:8: error: path 'target_conditional' needs a standard Gaussian source; got 'eight_gaussians' [incompatible-choice]
    6 | path { target_conditional {} }
      |        ^~~~~~~~~~~~~~~~~~
moons.textproto:5:10: note: source chosen here
    5 | source { eight_gaussians {} }
      |          ^~~~~~~~~~~~~~~
1 error in moons.textproto
)");
}

TEST_F(RendererTest, SortsAndCounts) {
  ReportWarning(&sink_, Code::kUnusedSetting, At("source"), "second");
  ReportError(&sink_, Code::kSyntax, At("name"), "first");
  ReportError(&sink_, Code::kSyntax, At("path"), "third");
  EXPECT_EQ(Render(), R"(
moons.textproto:1:1: error: first [syntax]
    1 | name: "moons"
      | ^~~~
moons.textproto:5:1: warning: second [unused-setting]
    5 | source { eight_gaussians {} }
      | ^~~~~~
moons.textproto:6:1: error: third [syntax]
    6 | path { target_conditional {} }
      | ^~~~
2 errors and 1 warning in moons.textproto
)");
}

TEST_F(RendererTest, CountsFilesWhenThereAreSeveral) {
  const SourceText other("other.textproto", "x");
  ReportError(&sink_, Code::kSyntax, At("name"), "one");
  ReportError(&sink_, Code::kSyntax, {&other, 0, 1}, "two");
  EXPECT_THAT(Render(), EndsWith("\n2 errors in 2 files\n"));
}

TEST_F(RendererTest, WhatHasNoFileIsASentence) {
  ReportError(&sink_, Code::kFileNotFound, {}, "no such file");
  EXPECT_EQ(Render(), R"(
error: no such file [file-not-found]
1 error
)");
}

TEST_F(RendererTest, AnEmptyFileHasNoLineToShow) {
  const SourceText empty("empty.textproto", "");
  ReportError(&sink_, Code::kMissingRequired, {&empty, 0, 0},
              "the experiment must have a 'name'");
  EXPECT_EQ(Render(),
            "\n"
            "empty.textproto:1:1: error: the experiment must have a 'name' "
            "[missing-required]\n"
            "1 error in empty.textproto\n");
}

TEST_F(RendererTest, ShowsTwentyAndCountsTheRest) {
  for (int i = 0; i < 27; ++i) {
    ReportError(&sink_, Code::kSyntax, {&source_, i, i + 1},
                absl::StrCat("mistake ", i, "."));
  }
  EXPECT_THAT(Render(), HasSubstr("mistake 19."));
  EXPECT_THAT(Render(), Not(HasSubstr("mistake 20.")));
  EXPECT_THAT(Render(),
              EndsWith("\n… and 7 more\n27 errors in moons.textproto\n"));
}

TEST_F(RendererTest, ManyWarningsDoNotHideAnError) {
  for (int i = 0; i < 27; ++i) {
    ReportWarning(&sink_, Code::kUnusedSetting, {&source_, i, i + 1}, "w");
  }
  ReportError(&sink_, Code::kSyntax, At("path"), "the error");
  EXPECT_THAT(Render(), HasSubstr("error: the error"));
}

TEST_F(RendererTest, NothingWrongSaysNothing) {
  EXPECT_EQ(RenderDiagnostics(sink_), "");
}

TEST_F(RendererTest, ColorsOnlyWhenAsked) {
  ReportError(&sink_, Code::kSyntax, At("name"), "x");
  EXPECT_THAT(Render(), Not(HasSubstr("\033")));
  EXPECT_THAT(RenderDiagnostics(sink_, {.color = true}),
              HasSubstr("\033[1;31merror:\033[0m"));
}

}  // namespace
}  // namespace flow::lang
