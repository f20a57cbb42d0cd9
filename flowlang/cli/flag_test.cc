#include "flowlang/cli/flag.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(FlagTest, SmallLettersAreTheChoicesThereAre) {
  EXPECT_THAT(ChoicesOf("text|json"), ElementsAre("text", "json"));
  EXPECT_THAT(ChoicesOf("cpu"), ElementsAre("cpu"));
}

TEST(FlagTest, CapitalsAreAKindOfValue) {
  EXPECT_THAT(ChoicesOf("N"), IsEmpty());
  EXPECT_THAT(ChoicesOf("FIELD=VALUE"), IsEmpty());
  EXPECT_THAT(ChoicesOf(""), IsEmpty());
}

}  // namespace
}  // namespace flow::lang
