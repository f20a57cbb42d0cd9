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
    EXPECT_GT(entry.explanation.size(), 40u) << entry.slug;
    EXPECT_FALSE(entry.example.empty()) << entry.slug;
  }
}

}  // namespace
}  // namespace flow::lang
