#include "core/processes/process_group.h"

#include <cstdint>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/full.h"
#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/status_testing.h"
#include "core/processes/process_group_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using ::testing::HasSubstr;

// More numbers than three divide, and than Gloo sends at once.
TEST(ProcessGroupTest, AllHaveTheSumAndTheSameBits) {
  const at::Tensor numbers = at::arange(100001, at::kFloat) / 7;
  std::vector<at::Tensor> sums(3);
  InEachProcess(3, [&](ProcessGroup& group) {
    EXPECT_EQ(group.size(), 3);
    at::Tensor& x = sums[group.rank()];
    x = numbers * (group.rank() + 1);
    ASSERT_OK(group.Sum(x));
  });
  EXPECT_TRUE(sums[0].allclose(numbers * 6, /*rtol=*/1e-6));
  EXPECT_TRUE(sums[1].equal(sums[0]));
  EXPECT_TRUE(sums[2].equal(sums[0]));
}

TEST(ProcessGroupTest, AllHaveWhatRankZeroHas) {
  InEachProcess(3, [](ProcessGroup& group) {
    at::Tensor x = at::full({2, 3}, group.rank() + 5, at::kLong);
    ASSERT_OK(group.Broadcast(x));
    EXPECT_TRUE(x.equal(at::full({2, 3}, 5, at::kLong)));
    at::Tensor number = at::full({}, group.rank() + 0.25, at::kDouble);
    ASSERT_OK(group.Broadcast(number));
    EXPECT_EQ(number.item<double>(), 0.25);
  });
}

// Five seconds are enough to meet, with a second for each name that the store
// asks for; the last one takes seven.
TEST(ProcessGroupTest, ASilentOneIsLateButMayBeAwaited) {
  InEachProcess(
      2,
      [](ProcessGroup& group) {
        if (group.rank() == 1) absl::SleepFor(absl::Seconds(7));
        EXPECT_OK(group.Await(absl::InfiniteDuration()));
        if (group.rank() == 1) absl::SleepFor(absl::Seconds(7));
        at::Tensor x = at::full({4}, 1.0);
        const absl::Status status = group.Sum(x);
        if (group.rank() == 0) {
          EXPECT_TRUE(absl::IsDeadlineExceeded(status)) << status;
        }
      },
      absl::Seconds(5));
}

TEST(ProcessGroupTest, WhoIsLeftBehindIsTold) {
  InEachProcess(2, [](ProcessGroup& group) {
    if (group.rank() == 1) return;  // gone
    at::Tensor x = at::full({4}, 1.0);
    const absl::Status status = group.Sum(x);
    EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  });
}

TEST(ProcessGroupTest, WhoDoesNotComeIsNamed) {
  TestLauncher launcher;
  ASSERT_NO_FATAL_FAILURE(launcher.Open(3));
  EXPECT_THAT(ProcessGroup::Join(launcher.Of(0), absl::Seconds(4)).status(),
              StatusIs(absl::StatusCode::kDeadlineExceeded,
                       HasSubstr("2 of 3 processes did not come in time: "
                                 "ranks 1, 2")));
}

TEST(ProcessGroupTest, OneAloneIsNoGroup) {
  TestLauncher launcher;
  ASSERT_NO_FATAL_FAILURE(launcher.Open(1));
  EXPECT_THAT(ProcessGroup::Join(launcher.Of(0), kPlenty).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("two or more; got 1")));
}

}  // namespace
}  // namespace flow::core
