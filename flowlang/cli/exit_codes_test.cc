#include "flowlang/cli/exit_codes.h"

#include "gtest/gtest.h"

namespace flow::lang {
namespace {

int CodeOf(absl::StatusCode code) {
  return ExitCodeOf(absl::Status(code, "why"));
}

TEST(ExitCodesTest, SuccessIsZero) {
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), 0);
}

TEST(ExitCodesTest, WhatTheExperimentSaysWrongIsOne) {
  EXPECT_EQ(CodeOf(absl::StatusCode::kInvalidArgument), 1);
  EXPECT_EQ(CodeOf(absl::StatusCode::kOutOfRange), 1);  // a loss diverged
  EXPECT_EQ(CodeOf(absl::StatusCode::kFailedPrecondition), 1);
}

TEST(ExitCodesTest, WhatTheWorldRefusesIsThree) {
  EXPECT_EQ(CodeOf(absl::StatusCode::kNotFound), 3);
  EXPECT_EQ(CodeOf(absl::StatusCode::kPermissionDenied), 3);
  EXPECT_EQ(CodeOf(absl::StatusCode::kResourceExhausted), 3);
  EXPECT_EQ(CodeOf(absl::StatusCode::kUnavailable), 3);
  EXPECT_EQ(CodeOf(absl::StatusCode::kDataLoss), 3);
}

TEST(ExitCodesTest, OurBugIsFour) {
  EXPECT_EQ(CodeOf(absl::StatusCode::kInternal), 4);
}

}  // namespace
}  // namespace flow::lang
