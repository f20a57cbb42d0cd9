#include "flowlang/rules/pattern.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace flow::lang {
namespace {

TEST(PatternTest, MatchesAllOfTheText) {
  EXPECT_TRUE(MatchesWhole("two_moons.v2", "[A-Za-z0-9_.-]+"));
  EXPECT_FALSE(MatchesWhole("two moons", "[A-Za-z0-9_.-]+"));
  EXPECT_FALSE(MatchesWhole(" moons", "[a-z]+"));
  EXPECT_FALSE(MatchesWhole("moons ", "[a-z]+"));
  EXPECT_FALSE(MatchesWhole("", "[a-z]+"));
  EXPECT_TRUE(MatchesWhole("", "[a-z]*"));
}

TEST(PatternTest, AlternativesAreWholeToo) {
  EXPECT_TRUE(MatchesWhole("b", "a|b"));
  EXPECT_FALSE(MatchesWhole("ab", "a|b"));
}

TEST(PatternTest, LineEndsAndZerosAreCharacters) {
  EXPECT_FALSE(MatchesWhole("moons\n", "[a-z]+"));
  EXPECT_FALSE(MatchesWhole("a\nb", "[a-z]+"));
  EXPECT_FALSE(MatchesWhole(std::string("a\0b", 3), "[a-z]+"));
}

TEST(PatternTest, LongTextsAreFine) {
  EXPECT_TRUE(MatchesWhole(std::string(1'000'000, 'a'), "[a-z]+"));
}

TEST(PatternTest, KnowsWhatIsNoPattern) {
  EXPECT_TRUE(IsPattern("[a-z]+"));
  EXPECT_FALSE(IsPattern("[a"));
  EXPECT_FALSE(IsPattern("(a"));
}

}  // namespace
}  // namespace flow::lang
