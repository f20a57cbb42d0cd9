#include "core/processes/time_left.h"

#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(TimeLeftTest, FallsAndStaysWithinBounds) {
  const TimeLeft left(absl::Hours(1));
  const absl::Duration first = left.Get();
  EXPECT_LE(first, absl::Hours(1));
  EXPECT_GT(first, absl::ZeroDuration());
  EXPECT_LE(left.Get(), first);
}

TEST(TimeLeftTest, IsNeverNegative) {
  EXPECT_EQ(TimeLeft(absl::Seconds(-5)).Get(), absl::ZeroDuration());
  EXPECT_EQ(TimeLeft(absl::ZeroDuration()).Get(), absl::ZeroDuration());
}

TEST(TimeLeftTest, OfInfinityIsInfinity) {
  EXPECT_EQ(TimeLeft(absl::InfiniteDuration()).Get(), absl::InfiniteDuration());
}

}  // namespace
}  // namespace flow::core
