#include "core/train/schedule.h"

#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(ScheduleTest, ConstantRisesThenStays) {
  const ScheduleOptions warm = ConstantScheduleOptions{.warmup = 4};
  EXPECT_DOUBLE_EQ(ScheduleFactor(warm, 0, 100), 0.25);
  EXPECT_DOUBLE_EQ(ScheduleFactor(warm, 3, 100), 1);
  EXPECT_DOUBLE_EQ(ScheduleFactor(warm, 99, 100), 1);
  EXPECT_DOUBLE_EQ(ScheduleFactor(ConstantScheduleOptions{}, 0, 100), 1);
}

TEST(ScheduleTest, CosineFallsFromOneToFinal) {
  const ScheduleOptions cosine =
      WarmupCosineOptions{.warmup = 10, .final = 0.2};
  EXPECT_DOUBLE_EQ(ScheduleFactor(cosine, 4, 111), 0.5);
  EXPECT_DOUBLE_EQ(ScheduleFactor(cosine, 10, 111), 1);
  EXPECT_NEAR(ScheduleFactor(cosine, 60, 111), 0.6, 1e-12);
  EXPECT_NEAR(ScheduleFactor(cosine, 110, 111), 0.2, 1e-12);
}

TEST(ScheduleTest, CosineSurvivesAWarmupAsLongAsTheRun) {
  const ScheduleOptions cosine = WarmupCosineOptions{.warmup = 10};
  EXPECT_DOUBLE_EQ(ScheduleFactor(cosine, 9, 10), 1);
}

TEST(ScheduleTest, StepMultipliesEverySoOften) {
  const ScheduleOptions step = StepScheduleOptions{.every = 10, .factor = 0.5};
  EXPECT_DOUBLE_EQ(ScheduleFactor(step, 9, 100), 1);
  EXPECT_DOUBLE_EQ(ScheduleFactor(step, 10, 100), 0.5);
  EXPECT_DOUBLE_EQ(ScheduleFactor(step, 39, 100), 0.125);
}

}  // namespace
}  // namespace flow::core
