#include "flowlang/format/format_text.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "flowlang/diag/diag_testing.h"

namespace flow::lang {
namespace {

class FormatTextTest : public DiagnosticTest {
 protected:
  std::optional<std::string> Format(std::string text) {
    sources_.push_back(
        std::make_unique<SourceText>("a.textproto", std::move(text)));
    return FormatTextproto(*sources_.back(), sink());
  }

  // `text` becomes `form`, and `form` stays as it is.
  void ExpectForm(const std::string& text, const std::string& form) {
    EXPECT_EQ(Format(text).value_or("refused"), form);
    EXPECT_EQ(Format(form).value_or("refused"), form) << "a second time";
  }

  // all of them: the sink points into each
  std::vector<std::unique_ptr<SourceText>> sources_;
};

TEST_F(FormatTextTest, OneSettingALineTwoBlanksALevel) {
  ExpectForm("a:1 b : 'x',c:-  .5;d{e:f g{\nh:1}}",
             R"(a: 1
b: 'x'
c: -.5
d {
  e: f
  g {
    h: 1
  }
}
)");
}

TEST_F(FormatTextTest, AnExtensionKeepsItsBrackets) {
  ExpectForm("a{[ my . lab.x ]{b:1}}", "a { [my.lab.x] { b: 1 } }\n");
}

TEST_F(FormatTextTest, AGroupOnOneLineStaysOnOne) {
  ExpectForm("path{linear{sigma:0}}", "path { linear { sigma: 0 } }\n");
  ExpectForm("a{b:1,c:[1,2];d<>}", "a { b: 1 c: [1, 2] d {} }\n");
  ExpectForm("path\n{ linear {} }", "path { linear {} }\n");
}

TEST_F(FormatTextTest, AGroupOverLinesStaysOverLines) {
  ExpectForm("a { b: 1\n}", "a {\n  b: 1\n}\n");
  ExpectForm("a { b { c: 1 }\n d {\n e: 2 } }",
             "a {\n  b { c: 1 }\n  d {\n    e: 2\n  }\n}\n");
}

TEST_F(FormatTextTest, AnEmptyGroupIsTwoBraces) {
  ExpectForm("a { }\nb {\n\n}\nc: < >\nd: [ ]\ne [ ]",
             "a {}\nb {}\nc {}\nd: []\ne: []\n");
}

TEST_F(FormatTextTest, AGroupOfMoreThanAHundredColumnsIsSpread) {
  const std::string name(86, 'n');
  const std::string fits = absl::StrCat("a { ", name, ": 1 b: 2 }");
  ASSERT_EQ(fits.size(), 100u);
  ExpectForm(fits, fits + "\n");
  ExpectForm(absl::StrCat("a { ", name, ": 1 b: 23 }"),
             absl::StrCat("a {\n  ", name, ": 1\n  b: 23\n}\n"));
  // what is inside stays on its line as long as it fits there
  ExpectForm(absl::StrCat("x { y {} ", fits, " }"),
             absl::StrCat("x {\n  y {}\n  a {\n    ", name,
                          ": 1\n    b: 2\n  }\n}\n"));
}

TEST_F(FormatTextTest, ColumnsAreCharacters) {
  std::string text;
  for (int i = 0; i < 89; ++i) text += "ü";
  ExpectForm(absl::StrCat("a { b: '", text, "' }"),
             absl::StrCat("a { b: '", text, "' }\n"));
  ExpectForm(absl::StrCat("a { b: '", text, "ü' }"),
             absl::StrCat("a {\n  b: '", text, "ü'\n}\n"));
}

TEST_F(FormatTextTest, AListIsOnOneLineWhereverItWas) {
  ExpectForm("a: [ 1\n,2,\n\n3 ]", "a: [1, 2, 3]\n");
  ExpectForm("a [{b:1},<>]", "a: [{ b: 1 }, {}]\n");
}

TEST_F(FormatTextTest, ALongListFillsItsLines) {
  std::string list = "100001";
  for (int i = 2; i <= 14; ++i) absl::StrAppend(&list, ",", 100000 + i);
  ExpectForm(
      absl::StrCat("means: [", list, "]"),
      "means: [\n"
      "  100001, 100002, 100003, 100004, 100005, 100006, 100007, 100008, "
      "100009, 100010, 100011, 100012,\n"
      "  100013, 100014\n"
      "]\n");
}

TEST_F(FormatTextTest, AListWithCommentsHasALineForEachElement) {
  ExpectForm("a: [ # all\n1, # one\n 2\n# three\n, 3 # last\n ]",
             "a: [  # all\n  1,  # one\n  2,\n  # three\n  3  # last\n]\n");
}

TEST_F(FormatTextTest, AListOfSpreadGroupsHasALineForEachElement) {
  ExpectForm("a: [{b:1\n},{c:2}]",
             "a: [\n  {\n    b: 1\n  },\n  { c: 2 }\n]\n");
}

TEST_F(FormatTextTest, PiecesOfATextStayApart) {
  ExpectForm("a: 'x'  \"y\"", "a: 'x' \"y\"\n");
  ExpectForm("a: 'x'\n\"y\\n\" # c", "a:\n  'x'\n  \"y\\n\"  # c\n");
  ExpectForm("a: 'x' # c\n'y'", "a:\n  'x'  # c\n  'y'\n");
  ExpectForm("a: ['x'\n'y', 'z']", "a: [\n  'x'\n  'y',\n  'z'\n]\n");
  const std::string half(50, 'x');
  ExpectForm(absl::StrCat("a: '", half, "' '", half, "'"),
             absl::StrCat("a:\n  '", half, "'\n  '", half, "'\n"));
}

TEST_F(FormatTextTest, ALongTextOrNameIsNotBroken) {
  const std::string lengthy(120, 'x');
  ExpectForm(absl::StrCat("a:  '", lengthy, "'"),
             absl::StrCat("a: '", lengthy, "'\n"));
  ExpectForm(absl::StrCat(lengthy, " { } ", lengthy, ": [ ]"),
             absl::StrCat(lengthy, " {}\n", lengthy, ": []\n"));
}

TEST_F(FormatTextTest, NumbersAndQuotesAreAsWritten) {
  ExpectForm("a: 1e-3 b: 1.50 c: 0X1F d: 017 e: 2.5F f: 64k",
             "a: 1e-3\nb: 1.50\nc: 0X1F\nd: 017\ne: 2.5F\nf: 64k\n");
  ExpectForm(R"(a: 'it\'s' b: "\x41 # {")", R"(a: 'it\'s'
b: "\x41 # {"
)");
}

TEST_F(FormatTextTest, CommentsKeepTheirWordsAndFollowTheCode) {
  ExpectForm(
      "    #one\na{#two\n      # three\nb:1#four\n#five\n}#six\n   # seven",
      R"(#one
a {  #two
  # three
  b: 1  #four
  #five
}  #six
# seven
)");
}

TEST_F(FormatTextTest, ACommentOverLinesStaysTogether) {
  ExpectForm(
      "a: 1     # one\n         # two\nb {\n  c: 'ü' # x\n         # y\n}",
      R"(a: 1  # one
      # two
b {
  c: 'ü'  # x
          # y
}
)");
}

TEST_F(FormatTextTest, ACommentBehindAGroupDoesNotSpreadIt) {
  const std::string lengthy(120, 'x');
  ExpectForm(absl::StrCat("a { b: 1 } # ", lengthy),
             absl::StrCat("a { b: 1 }  # ", lengthy, "\n"));
  ExpectForm("a { b {} # c\n}", "a {\n  b {}  # c\n}\n");
  ExpectForm("a { # c\n} b: [ # d\n ]", "a {  # c\n}\nb: [  # d\n]\n");
}

TEST_F(FormatTextTest, ACommentInsideOfASettingMovesBeforeIt) {
  ExpectForm("a # 1\n: # 2\n7 # 3\nb # 4\n{ }",
             "# 1\n# 2\na: 7  # 3\n# 4\nb {}\n");
}

TEST_F(FormatTextTest, BlankLinesStayOneAtATimeAndNotAtTheEdges) {
  ExpectForm("\n\n# x\n\n\n\na: 1\n \t\nb {\n\n  c: 1\n\n\n  # d\n\n}\n\n\n",
             "# x\n\na: 1\n\nb {\n  c: 1\n\n  # d\n}\n");
  ExpectForm("a: 1\n\n, b: 2", "a: 1\n\nb: 2\n");
}

TEST_F(FormatTextTest, TheHeadOfAFileIsUntouched) {
  const std::string head =
      "# proto-file: flowlang/schema/experiment.proto\n"
      "# proto-message: flow.Experiment\n# What is asked?\nname: \"a\"\n";
  ExpectForm(head, head);
}

TEST_F(FormatTextTest, LineEndsAndMarksOfOtherSystemsGo) {
  ExpectForm("\xEF\xBB\xBF# x \r\na: 1\r\n\r\n\tb: 2", "# x\na: 1\n\nb: 2\n");
}

TEST_F(FormatTextTest, NothingStaysNothing) {
  ExpectForm("", "");
  ExpectForm(" \n\t\r\n", "");
  ExpectForm("# x", "# x\n");
}

TEST_F(FormatTextTest, MistakesAreToldAndNothingIsFormatted) {
  EXPECT_EQ(Format("a { b: 1"), std::nullopt);
  TakeError(Code::kSyntax, "this '{' is never closed");
  EXPECT_EQ(Format("a: 'x"), std::nullopt);
  TakeError(Code::kSyntax, "not closed");
}

}  // namespace
}  // namespace flow::lang
