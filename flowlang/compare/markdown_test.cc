#include "flowlang/compare/markdown.h"

#include "flowlang/compare/comparison_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using testing::HasSubstr;

TEST(RenderMarkdownTest, IsATableAProtocolAndAListOfVerdicts) {
  const std::string text = RenderMarkdown(TwoMethods(), {Unmet()});
  EXPECT_THAT(
      text, HasSubstr("| euler100 | floor | I-CFM (n = 3) | OT-CFM (n = 3) |\n"
                      "| --- | ---: | ---: | ---: |\n"
                      "| w2 ↓ | 0.1000 | 0.310 ± 0.020 ["));
  EXPECT_THAT(text, HasSubstr("**0.220 ± 0.026** ["));
  EXPECT_THAT(text, HasSubstr("- **NOT MET** w2 (euler100)"));
}

TEST(RenderMarkdownTest, NamesDoNotBecomeMarkup) {
  EXPECT_THAT(RenderMarkdown(*Compare(MakeRuns("a|b", {1}, "path_energy")), {}),
              testing::AllOf(HasSubstr("a\\|b"), HasSubstr("path\\_energy")));
}

TEST(RenderMarkdownTest, PublishedValuesHaveTheirRowsAndSources) {
  const std::string text = RenderMarkdown(WithReferences(), {});
  EXPECT_THAT(text,
              HasSubstr("| published [1] | | – | 0.300 ± 0.040 (ours -2.0 sd) "
                        "|\n| published [2] | | – | 0.2500 |\n"));
  EXPECT_THAT(text,
              HasSubstr("\nPublished: [1] a paper, table 2 (paper); [2] a "
                        "repository (code).\n"));
}

}  // namespace
}  // namespace flow::lang
