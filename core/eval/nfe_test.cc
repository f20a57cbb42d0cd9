#include "core/eval/nfe.h"

#include <cstdint>
#include <vector>

#include "core/base/status_testing.h"
#include "core/eval/eval_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(NfeTest, OfFixedStepsIsExact) {
  Evaluation evaluation;
  evaluation.evaluations_n = PerPoint(std::vector<int64_t>{40, 40, 40});
  const MetricValue value = EvaluateOrDie(Nfe(), evaluation);
  EXPECT_EQ(value.value, 40);
  EXPECT_EQ(value.std_error, 0);
  EXPECT_EQ(value.n, 3);
  EXPECT_FALSE(value.floor.has_value());
}

TEST(NfeTest, OfAdaptiveStepsIsTheMeanOverPoints) {
  Evaluation evaluation;
  evaluation.evaluations_n = PerPoint(std::vector<int64_t>{26, 32});
  const MetricValue value = EvaluateOrDie(Nfe(), evaluation);
  EXPECT_EQ(value.value, 29);
  EXPECT_DOUBLE_EQ(*value.std_error, 3);
}

TEST(NfeTest, NeedsCounts) {
  ThreadPool pool(1);
  EXPECT_THAT(Nfe().Evaluate(Evaluation(), {&pool, 0}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace flow::core
