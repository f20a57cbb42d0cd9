#include "core/processes/c10d_status.h"

#include <stdexcept>

#include "c10/util/Exception.h"
#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

absl::Status Of(const std::string& thrown) {
  return CatchingC10d([&] { throw std::runtime_error(thrown); });
}

TEST(C10dStatusTest, NothingThrownIsOk) {
  EXPECT_OK(CatchingC10d([] {}));
}

TEST(C10dStatusTest, GloosFileAndFurtherLinesAreLeftOut) {
  EXPECT_THAT(
      Of("[/pytorch/gloo/pair.cc:547] Connection closed by peer [::1]:5\nmore"),
      StatusIs(absl::StatusCode::kUnavailable,
               "Connection closed by peer [::1]:5"));
  EXPECT_THAT(Of(""), StatusIs(absl::StatusCode::kUnavailable, ""));
}

TEST(C10dStatusTest, LibTorchsStackIsLeftOut) {
  EXPECT_THAT(
      CatchingC10d([] { TORCH_CHECK(false, "wait timeout after 5ms"); }),
      StatusIs(absl::StatusCode::kDeadlineExceeded, "wait timeout after 5ms"));
}

TEST(C10dStatusTest, TimeThatRanOutIsKnownByItsWords) {
  for (const std::string late :
       {"[/gloo/unbound_buffer.cc:81] Timed out waiting 2000ms for recv",
        "The client socket has timed out after 1999ms while trying",
        "wait timeout after 1996ms, keys: /flow/0/verdict"}) {
    EXPECT_THAT(Of(late), StatusIs(absl::StatusCode::kDeadlineExceeded));
  }
}

TEST(C10dStatusTest, TimeoutsAreWholeAndWithinBounds) {
  using std::chrono::milliseconds;
  EXPECT_EQ(C10dTimeout(absl::Seconds(2)), milliseconds(2000));
  EXPECT_EQ(C10dTimeout(absl::Microseconds(10)), milliseconds(1));
  EXPECT_EQ(C10dTimeout(absl::Seconds(-1)), milliseconds(1));
  EXPECT_EQ(C10dTimeout(absl::InfiniteDuration()), milliseconds(1000000000));
}

}  // namespace
}  // namespace flow::core
