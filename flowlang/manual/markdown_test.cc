#include "flowlang/manual/markdown.h"

#include <gtest/gtest.h>

namespace flow::lang {
namespace {

TEST(EscapeMarkdownTest, KeepsFormulasAsTheyAre) {
  EXPECT_EQ(EscapeMarkdown("x_t = a * b"), "x\\_t = a \\* b");
  EXPECT_EQ(EscapeMarkdown("w <- w - 1"), "w \\<- w - 1");
  EXPECT_EQ(EscapeMarkdown("plain, [-1, 1]^2"), "plain, [-1, 1]^2");
}

TEST(EscapeMarkdownTest, LeavesCodeAlone) {
  EXPECT_EQ(EscapeMarkdown("a_b `a_b` a_b"), "a\\_b `a_b` a\\_b");
}

TEST(AnchorTest, IsWhatGitHubMakesOfAHeading) {
  EXPECT_EQ(AnchorOf("Source and target"), "source-and-target");
  EXPECT_EQ(AnchorOf("GaussianMixture.Component"), "gaussianmixturecomponent");
  EXPECT_EQ(LinkTo("AdamW"), "[AdamW](#adamw)");
}

TEST(MarkdownTableTest, LeavesOutEmptyColumns) {
  EXPECT_EQ(MarkdownTable({"a", "b", "c"}, {{"1", "", "x"}, {"2", "", ""}}),
            "| a | c |\n"
            "| --- | --- |\n"
            "| 1 | x |\n"
            "| 2 |  |\n");
  EXPECT_EQ(MarkdownTable({"a"}, {}), "");
}

TEST(MarkdownTableTest, KeepsBarsInsideOfCells) {
  EXPECT_EQ(MarkdownTable({"a"}, {{"|x|"}}), "| a |\n| --- |\n| \\|x\\| |\n");
}

}  // namespace
}  // namespace flow::lang
