#include "core/base/status_macros.h"

#include <memory>
#include <string>

#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow {
namespace {

absl::Status Fail() { return absl::NotFoundError("no such file"); }

absl::StatusOr<int> Half(int n) {
  if (n % 2 != 0) return absl::InvalidArgumentError("odd");
  return n / 2;
}

absl::Status WithContext(int step) {
  FLOW_RETURN_IF_ERROR(absl::OkStatus()) << "never seen";
  FLOW_RETURN_IF_ERROR(Fail()) << "while saving step " << step;
  return absl::OkStatus();
}

absl::StatusOr<int> Quarter(int n) {
  FLOW_ASSIGN_OR_RETURN(const int half, Half(n));
  FLOW_ASSIGN_OR_RETURN(int quarter, Half(half));
  return quarter;
}

absl::StatusOr<std::unique_ptr<int>> MoveOnly() {
  FLOW_ASSIGN_OR_RETURN(
      std::unique_ptr<int> value,
      absl::StatusOr<std::unique_ptr<int>>(std::make_unique<int>(3)));
  return value;
}

TEST(StatusMacrosTest, PrependsContextAndKeepsTheCode) {
  EXPECT_THAT(WithContext(3), StatusIs(absl::StatusCode::kNotFound,
                                       "while saving step 3: no such file"));
}

TEST(StatusMacrosTest, AssignsOrReturns) {
  EXPECT_THAT(Quarter(8), IsOkAndHolds(2));
  EXPECT_THAT(Quarter(6), StatusIs(absl::StatusCode::kInvalidArgument, "odd"));
  ASSERT_OK_AND_ASSIGN(std::unique_ptr<int> value, MoveOnly());
  EXPECT_EQ(*value, 3);
}

}  // namespace
}  // namespace flow
