#include "core/tensor/catch_exceptions.h"

#include <new>
#include <stdexcept>

#include "ATen/ops/zeros.h"
#include "absl/status/statusor.h"
#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(CatchExceptionsTest, PassesOnWhatIsReturned) {
  EXPECT_OK(CatchExceptions([] { return absl::OkStatus(); }));
  EXPECT_THAT(CatchExceptions([] { return absl::NotFoundError("x"); }),
              StatusIs(absl::StatusCode::kNotFound, "x"));
}

TEST(CatchExceptionsTest, LibTorchsBecomeOneLine) {
  EXPECT_THAT(CatchExceptions([] {
                at::zeros({2}).view({3});
                return absl::OkStatus();
              }),
              StatusIs(absl::StatusCode::kInternal,
                       AllOf(HasSubstr("shape '[3]' is invalid"),
                             Not(HasSubstr("\n")))));
}

TEST(CatchExceptionsTest, OthersToo) {
  EXPECT_THAT(CatchExceptions([]() -> absl::Status { throw std::bad_alloc(); }),
              StatusIs(absl::StatusCode::kResourceExhausted, "out of memory"));
  EXPECT_THAT(
      CatchExceptions([]() -> absl::Status { throw std::runtime_error("y"); }),
      StatusIs(absl::StatusCode::kInternal, "y"));
}

TEST(CatchExceptionsTest, ValuesToo) {
  const auto take = [](int x) {
    return CatchExceptions([&]() -> absl::StatusOr<int> {
      if (x < 0) throw std::runtime_error("y");
      return x;
    });
  };
  ASSERT_OK_AND_ASSIGN(const int taken, take(3));
  EXPECT_EQ(taken, 3);
  EXPECT_THAT(take(-1).status(), StatusIs(absl::StatusCode::kInternal, "y"));
}

}  // namespace
}  // namespace flow::core
