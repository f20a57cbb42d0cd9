#include "flowlang/format/syntax_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "flowlang/diag/diag_testing.h"

namespace flow::lang {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Kind = SyntaxNode::Kind;

class SyntaxTreeTest : public DiagnosticTest {
 protected:
  std::optional<SyntaxNode> Read(std::string text) {
    sources_.push_back(
        std::make_unique<SourceText>("a.textproto", std::move(text)));
    return ReadSyntaxTree(*sources_.back(), sink());
  }

  // The children of a text that must be right.
  std::vector<SyntaxNode> Children(std::string text) {
    const std::optional<SyntaxNode> root = Read(std::move(text));
    EXPECT_TRUE(root.has_value());
    return root ? root->children : std::vector<SyntaxNode>();
  }

  void ExpectMistake(const std::string& text, const std::string& place,
                     const std::string& message) {
    SCOPED_TRACE(text);
    EXPECT_FALSE(Read(text).has_value());
    const Diagnostic mistake = TakeError(Code::kSyntax, message);
    EXPECT_EQ(mistake.span.text(), place);
  }

  // all of them: the sink points into each
  std::vector<std::unique_ptr<SourceText>> sources_;
};

TEST_F(SyntaxTreeTest, FieldsKeepTheirNamesSpellingAndOrder) {
  const auto fields = Children("b: 1e-3, a: -  0x1F; c: 'x' d: SILU");
  ASSERT_THAT(fields, SizeIs(4));
  EXPECT_EQ(fields[0].name + "=" + fields[0].text, "b=1e-3");
  EXPECT_EQ(fields[1].name + "=" + fields[1].text, "a=-0x1F");
  EXPECT_EQ(fields[2].name + "=" + fields[2].text, "c='x'");
  EXPECT_EQ(fields[3].name + "=" + fields[3].text, "d=SILU");
  for (const SyntaxNode& field : fields) EXPECT_EQ(field.kind, Kind::kScalar);
}

TEST_F(SyntaxTreeTest, GroupsKnowTheirKindAndWhetherTheyAreOnOneLine) {
  const auto fields = Children("a { b: 1 } c: < d {\n} > e: [1, 2] f [{}]");
  ASSERT_THAT(fields, SizeIs(4));
  EXPECT_EQ(fields[0].kind, Kind::kMessage);
  EXPECT_TRUE(fields[0].one_line);
  EXPECT_EQ(fields[1].kind, Kind::kMessage);
  EXPECT_FALSE(fields[1].one_line);
  EXPECT_EQ(fields[1].children.at(0).name, "d");
  EXPECT_EQ(fields[2].kind, Kind::kList);
  EXPECT_THAT(fields[2].children, SizeIs(2));
  EXPECT_EQ(fields[3].children.at(0).kind, Kind::kMessage);
}

TEST_F(SyntaxTreeTest, SeveralPiecesAreATextAndOneIsAScalar) {
  const auto fields = Children("a: 'x' \"y\" b: 'z' c: ['p'\n'q']");
  ASSERT_THAT(fields, SizeIs(3));
  EXPECT_EQ(fields[0].kind, Kind::kText);
  ASSERT_THAT(fields[0].children, SizeIs(2));
  EXPECT_EQ(fields[0].children[1].text, "\"y\"");
  EXPECT_EQ(fields[1].kind, Kind::kScalar);
  EXPECT_EQ(fields[2].children.at(0).kind, Kind::kText);
  EXPECT_FALSE(fields[2].children.at(0).one_line);
}

TEST_F(SyntaxTreeTest, CommentsBelongToWhatTheyStandBehind) {
  const auto fields = Children(
      "# own\na: 1 # behind a\nb { # opens\n c: 2 # behind c\n} # closes\n"
      "d: 3 # one\n, # two\n");
  ASSERT_THAT(fields, SizeIs(5));
  EXPECT_EQ(fields[0].kind, Kind::kComment);
  EXPECT_EQ(fields[0].text, "# own");
  EXPECT_THAT(fields[1].comments, ElementsAre("# behind a"));
  EXPECT_THAT(fields[2].opening_comments, ElementsAre("# opens"));
  EXPECT_THAT(fields[2].comments, ElementsAre("# closes"));
  EXPECT_THAT(fields[2].children.at(0).comments, ElementsAre("# behind c"));
  EXPECT_THAT(fields[3].comments, ElementsAre("# one"));
  EXPECT_EQ(fields[4].text, "# two");
}

TEST_F(SyntaxTreeTest, ACommentInTheColumnOfTheOneAboveGoesOnWithIt) {
  const auto fields = Children("a: 1 # one\n     # two\n# own\nb: 2");
  ASSERT_THAT(fields, SizeIs(3));
  EXPECT_THAT(fields[0].comments, ElementsAre("# one", "# two"));
  EXPECT_EQ(fields[1].text, "# own");
  EXPECT_THAT(Children("a: 1 # one\n\n     # two\n").at(0).comments, SizeIs(1));
}

TEST_F(SyntaxTreeTest, CommentsInsideOfAFieldMoveBeforeIt) {
  const auto fields = Children("\n\nz: 0\n\na # 1\n : # 2\n - # 3\n 4 # 5\n");
  ASSERT_THAT(fields, SizeIs(5));
  EXPECT_EQ(fields[1].text, "# 1");
  EXPECT_TRUE(fields[1].blank_line_before);
  EXPECT_EQ(fields[3].text, "# 3");
  EXPECT_EQ(fields[4].text, "-4");
  EXPECT_FALSE(fields[4].blank_line_before);
  EXPECT_THAT(fields[4].comments, ElementsAre("# 5"));
}

TEST_F(SyntaxTreeTest, NothingIsAnEmptyMessage) {
  EXPECT_THAT(Children(""), IsEmpty());
  EXPECT_THAT(Children("\xEF\xBB\xBF \n\t"), IsEmpty());
}

TEST_F(SyntaxTreeTest, MistakesAreToldAtTheirPlace) {
  ExpectMistake("a", "", "expected ':' after 'a'; got the end of the file");
  ExpectMistake("a 1", "1", "expected ':' after 'a'; got '1'");
  ExpectMistake("a = 1", "=", "expected ':' after 'a'; got '='");
  ExpectMistake("a [1]", "[", "expected ':' after 'a'; got '['");
  ExpectMistake("a:", "", "expected a value for 'a'");
  ExpectMistake("a: b: 1", "b", "expected a value for 'a'; got 'b'");
  ExpectMistake("a: - 'x'", "'x'", "expected a value for 'a'");
  ExpectMistake("a: [1,]", "]", "expected a value; got ']'");
  ExpectMistake("a: [,1]", ",", "expected a value; got ','");
  ExpectMistake("a: [1 2]", "2", "expected ',' or ']' in the list; got '2'");
  ExpectMistake("a: [[1]]", "[", "expected a value; got '['");
  ExpectMistake("a: 1,, b: 2", ",", "expected the name of a setting; got ','");
  ExpectMistake("1: 2", "1", "expected the name of a setting; got '1'");
  ExpectMistake("[1]: 2", "1", "expected the name of a setting; got '1'");
  ExpectMistake("a { b: 1", "{", "this '{' is never closed");
  ExpectMistake("a { b: 1 ]", "{", "this '{' is never closed");
  ExpectMistake("a: 1 }", "}", "this '}' closes nothing");
  ExpectMistake("a: \"x", "\"x", "not closed");
  ExpectMistake("a: “x”", "“", "no meaning outside of quoted text");
  TakeError(Code::kSyntax, "no meaning");
}

}  // namespace
}  // namespace flow::lang
