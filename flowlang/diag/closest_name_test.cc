#include "flowlang/diag/closest_name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace flow::lang {
namespace {

TEST(ClosestNameTest, FindsOneSlip) {
  const std::vector<std::string> names = {"solver", "pairing", "epsilon"};
  EXPECT_EQ(ClosestName("solvr", names), "solver") << "deletion";
  EXPECT_EQ(ClosestName("sollver", names), "solver") << "insertion";
  EXPECT_EQ(ClosestName("salver", names), "solver") << "replacement";
  EXPECT_EQ(ClosestName("sovler", names), "solver") << "swap";
}

TEST(ClosestNameTest, ASwapCountsOne) {
  // two bytes allow a distance of one, which only a swap of neighbours reaches
  EXPECT_EQ(ClosestName("w2", {"2w"}), "2w");
  EXPECT_EQ(ClosestName("ab", {"xy"}), "");
}

TEST(ClosestNameTest, ShortNamesAllowHalfTheirLength) {
  EXPECT_EQ(ClosestName("fib", {"fid"}), "fid");
  EXPECT_EQ(ClosestName("fab", {"fid"}), "") << "distance 2 of 3 bytes";
  EXPECT_EQ(ClosestName("a", {"b"}), "") << "one byte allows nothing";
}

TEST(ClosestNameTest, LongNamesAllowAFifthAndTwo) {
  // ten bytes: 10 / 5 + 2 = 4
  EXPECT_EQ(ClosestName("abcdefghij", {"abcdefwxyz"}), "abcdefwxyz");
  EXPECT_EQ(ClosestName("abcdefghij", {"abcdevwxyz"}), "");
}

TEST(ClosestNameTest, IgnoresCase) {
  EXPECT_EQ(ClosestName("silu", {"RELU_SQUARED", "SILU"}), "SILU");
  EXPECT_EQ(ClosestName("Silu", {"TANH", "SiLU"}), "SiLU");
}

TEST(ClosestNameTest, TiesGoToTheFirstByTheAlphabet) {
  EXPECT_EQ(ClosestName("beta3", {"beta2", "beta1"}), "beta1");
}

TEST(ClosestNameTest, NothingIsNearNothing) {
  EXPECT_EQ(ClosestName("", {"solver"}), "");
  EXPECT_EQ(ClosestName("solver", {}), "");
  EXPECT_EQ(ClosestName("solver", {"solver"}), "") << "not itself";
}

TEST(SuggestNameTest, PrefersTheClosestThenListsThemAll) {
  EXPECT_EQ(SuggestName("solvr", {"solver", "pairing"}),
            "did you mean 'solver'?");
  EXPECT_EQ(SuggestName("zzzzzz", {"solver", "pairing"}),
            "choose one of solver, pairing");
  EXPECT_EQ(SuggestName("zzzzzz", {"solver"}), "there is 'solver'");
}

TEST(SuggestNameTest, ListsAtMostEight) {
  std::vector<std::string> names(8, "xxxxxxxxxxxx");
  EXPECT_NE(SuggestName("a", names), "");
  names.push_back("xxxxxxxxxxxx");
  EXPECT_EQ(SuggestName("a", names), "");
  EXPECT_EQ(SuggestName("a", {}), "");
}

}  // namespace
}  // namespace flow::lang
