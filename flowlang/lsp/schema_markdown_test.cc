#include "flowlang/lsp/schema_markdown.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "flowlang/parse/testing/sample.pb.h"
#include "flowlang/schema/experiment.pb.h"
#include "flowlang/schema/suite.pb.h"

namespace flow::lang {
namespace {

using ::testing::HasSubstr;

template <typename M>
std::string Of(const std::string& name) {
  return FieldMarkdown(*M::descriptor()->FindFieldByName(name));
}

TEST(SchemaMarkdownTest, AFieldHasTypeRangeDefaultMeaningAndAdvice) {
  EXPECT_EQ(Of<Training>("batch"),
            "**batch**: whole number, between 1 and 1048576; 256 when left "
            "out\n\nThe number of pairs in a step.\n\n"
            "256 is a usual size for two-dimensional data");
}

TEST(SchemaMarkdownTest, AMessageIsExplainedByItsTypeAsWell) {
  const std::string text = Of<ProbabilityPath>("linear");
  EXPECT_THAT(text, HasSubstr("**linear**: LinearPath\n\nA straight line"));
  EXPECT_THAT(text, HasSubstr("x\\_t = (1 - t) x0 + t x1")) << "escaped";
}

TEST(SchemaMarkdownTest, SaysWhatIsRequiredAndWhatDoesNotRun) {
  EXPECT_THAT(Of<Suite>("name"), HasSubstr("; required\n"));
  EXPECT_THAT(Of<sample::Training>("repeats"), HasSubstr("; not run yet"));
}

TEST(SchemaMarkdownTest, AWordHasItsMeaning) {
  EXPECT_EQ(WordMarkdown({"CONSTANT", "g = sigma.", true, false}),
            "**CONSTANT**: when left out\n\ng = sigma.");
  EXPECT_EQ(WordMarkdown({"A_B", "", false, true}), "**A\\_B**: not run yet");
}

}  // namespace
}  // namespace flow::lang
