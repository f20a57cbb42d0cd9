#include "flowlang/cli/client_arguments.h"

#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using ::testing::HasSubstr;

TEST(ClientArgumentsTest, ReadsItsFlags) {
  ASSERT_OK_AND_ASSIGN(
      const ClientArguments client,
      ParseClientArguments({"a.textproto", "--client=2", "--round", "3",
                            "--weights=w", "--out=o", "--threads=4"}));
  EXPECT_EQ(client.file, "a.textproto");
  EXPECT_EQ(client.client, 2);
  EXPECT_EQ(client.round, 3);
  EXPECT_EQ(client.weights, "w");
  EXPECT_EQ(client.out, "o");
  EXPECT_EQ(client.threads, 4);
  ASSERT_OK_AND_ASSIGN(const ClientArguments first,
                       ParseClientArguments({"a", "--out=o"}));
  EXPECT_EQ(first.client, 0);
  EXPECT_EQ(first.round, 0);
  EXPECT_EQ(first.weights, "");
  EXPECT_EQ(first.threads, 1);
}

TEST(ClientArgumentsTest, RefusesWhatIsNone) {
  EXPECT_THAT(
      ParseClientArguments({"--out=o"}).status(),
      StatusIs(absl::StatusCode::kInvalidArgument, "expected one file"));
  EXPECT_THAT(ParseClientArguments({"a"}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--out")));
  EXPECT_THAT(ParseClientArguments({"a", "--out=o", "--client=-1"}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("--client must be a whole number >= 0")));
}

}  // namespace
}  // namespace flow::lang
