#include "flowlang/cli/arguments.h"

#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(ArgumentsTest, TakesFlagsInEitherFormAndFilesInOrder) {
  ASSERT_OK_AND_ASSIGN(const Arguments arguments,
                       Arguments::Parse({"a", "--set=x=1", "--out", "dir", "b",
                                         "--set", "y=2", "--", "--c"},
                                        {"set", "out"}));
  EXPECT_THAT(arguments.files(), ElementsAre("a", "b", "--c"));
  EXPECT_THAT(arguments.All("set"), ElementsAre("x=1", "y=2"));
  EXPECT_EQ(arguments.Get("out"), "dir");
  EXPECT_EQ(arguments.Get("seed"), std::nullopt);
}

TEST(ArgumentsTest, SuggestsTheFlagThatWasMeant) {
  EXPECT_THAT(Arguments::Parse({"--thread=2"}, {"threads", "out"}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("did you mean --threads?")));
}

TEST(ArgumentsTest, AFlagNeedsAValue) {
  EXPECT_THAT(
      Arguments::Parse({"--out"}, {"out"}),
      StatusIs(absl::StatusCode::kInvalidArgument, "--out needs a value"));
}

TEST(ArgumentsTest, ReadsWholeNumbersAboveABound) {
  ASSERT_OK_AND_ASSIGN(
      const Arguments arguments,
      Arguments::Parse({"--threads=0", "--seed=x"}, {"threads", "seed"}));
  EXPECT_THAT(arguments.GetInt("threads", 1),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "--threads must be a whole number >= 1; got '0'"));
  EXPECT_THAT(arguments.GetInt("seed", 0),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(arguments.GetInt("absent", 0), IsOkAndHolds(std::nullopt));
}

}  // namespace
}  // namespace flow::lang
