#include "flowlang/diag/code.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace flow::lang {
namespace {

TEST(CodeTest, SlugsAreDistinctWordsJoinedByHyphens) {
  std::set<std::string> seen;
  for (const CodeEntry& entry : AllCodes()) {
    EXPECT_THAT(std::string(entry.slug), testing::MatchesRegex("[a-z-]+"));
    EXPECT_TRUE(seen.insert(std::string(entry.slug)).second) << entry.slug;
  }
}

TEST(CodeTest, EveryCodeIsFoundByItsSlug) {
  for (const CodeEntry& entry : AllCodes()) {
    EXPECT_EQ(EntryOf(entry.code).slug, entry.slug);
    EXPECT_EQ(FindCode(entry.slug), entry.code);
  }
  EXPECT_EQ(FindCode("no-such-code"), std::nullopt);
  EXPECT_EQ(FindCode(""), std::nullopt);
}

TEST(CodeTest, TheTableReachesTheLastCode) {
  EXPECT_EQ(CodeSlug(Code::kSyntax), "syntax");
  EXPECT_EQ(CodeSlug(Code::kWeakExpectation), "weak-expectation");
  EXPECT_EQ(AllCodes().size(), static_cast<size_t>(Code::kWeakExpectation) + 1);
}

TEST(CodeTest, EveryCodeIsExplained) {
  for (const CodeEntry& entry : AllCodes()) {
    EXPECT_GT(entry.explanation.size(), 200u) << entry.slug;
    EXPECT_EQ(entry.explanation.back(), '.') << entry.slug;
    EXPECT_LE(entry.explanation.size(), 1024u) << entry.slug;
  }
}

TEST(CodeTest, EveryCodeHasALine) {
  for (const CodeEntry& entry : AllCodes()) {
    EXPECT_FALSE(entry.summary.empty()) << entry.slug;
    // beside the slug, in a terminal of 80 columns
    EXPECT_LE(entry.summary.size(), 56u) << entry.slug;
    EXPECT_NE(entry.summary.back(), '.') << entry.slug;
  }
}

}  // namespace
}  // namespace flow::lang
