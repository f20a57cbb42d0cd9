#include "flowlang/cli/arguments.h"

#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr Flag kFlags[] = {
    {"set", "FIELD=VALUE", "", /*repeated=*/true},
    {"out", "DIR", ""},
    {"threads", "N", ""},
    {"seed", "N", ""},
    {"format", "text|json|sarif", ""},
    {"write", "", ""},
};

absl::StatusOr<Arguments> Parse(const std::vector<std::string>& words) {
  return Arguments::Parse(words, kFlags);
}

TEST(ArgumentsTest, TakesFlagsInEitherFormAndFilesInOrder) {
  ASSERT_OK_AND_ASSIGN(const Arguments arguments,
                       Parse({"a", "--set=x=1", "--out", "dir", "b", "--set",
                              "y=2", "--", "--c"}));
  EXPECT_THAT(arguments.files(), ElementsAre("a", "b", "--c"));
  EXPECT_THAT(arguments.All("set"), ElementsAre("x=1", "y=2"));
  EXPECT_EQ(arguments.Get("out"), "dir");
  EXPECT_EQ(arguments.Get("seed"), std::nullopt);
}

TEST(ArgumentsTest, SuggestsTheFlagThatWasMeant) {
  EXPECT_THAT(Parse({"--thread=2"}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("did you mean --threads?")));
  EXPECT_THAT(Parse({"--qqqqqqqqq"}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("the flags are --set, --out,")));
  EXPECT_THAT(Arguments::Parse({"--out"}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "there is no flag --out; there are none at all"));
}

TEST(ArgumentsTest, AFlagNeedsItsValue) {
  EXPECT_THAT(Parse({"--out"}), StatusIs(absl::StatusCode::kInvalidArgument,
                                         "--out needs a value"));
}

TEST(ArgumentsTest, AFlagWithoutAValueLeavesTheNextWordAlone) {
  ASSERT_OK_AND_ASSIGN(const Arguments arguments, Parse({"--write", "a"}));
  EXPECT_TRUE(arguments.Has("write"));
  EXPECT_FALSE(arguments.Has("out"));
  EXPECT_THAT(arguments.files(), ElementsAre("a"));
  EXPECT_THAT(Parse({"--write=a"}), StatusIs(absl::StatusCode::kInvalidArgument,
                                             "--write takes no value"));
}

TEST(ArgumentsTest, AValueIsOneOfTheFlagsChoices) {
  EXPECT_OK(Parse({"--format", "json"}).status());
  EXPECT_THAT(Parse({"--format=xml"}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "--format must be text, json or sarif; got 'xml'"));
}

TEST(ArgumentsTest, ReadsWholeNumbersAboveABound) {
  ASSERT_OK_AND_ASSIGN(const Arguments arguments,
                       Parse({"--threads=0", "--seed=x"}));
  EXPECT_THAT(arguments.GetInt("threads", 1),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "--threads must be a whole number >= 1; got '0'"));
  EXPECT_THAT(arguments.GetInt("seed", 0),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(arguments.GetInt("absent", 0), IsOkAndHolds(std::nullopt));
}

}  // namespace
}  // namespace flow::lang
