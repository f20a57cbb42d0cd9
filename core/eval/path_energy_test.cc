#include "core/eval/path_energy.h"

#include <cmath>
#include <vector>

#include "core/base/status_testing.h"
#include "core/eval/eval_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(PathEnergyTest, IsTheMeanOverPaths) {
  Evaluation evaluation;
  evaluation.path_energy_n = PerPoint(std::vector<double>{1, 2, 3, 6});
  const MetricValue value = EvaluateOrDie(PathEnergy(), evaluation);
  EXPECT_DOUBLE_EQ(value.value, 3);
  EXPECT_DOUBLE_EQ(*value.std_error, std::sqrt(14.0 / 12));
  EXPECT_EQ(value.n, 4);
  EXPECT_FALSE(value.floor.has_value());
}

TEST(PathEnergyTest, NeedsPaths) {
  ThreadPool pool(1);
  EXPECT_THAT(PathEnergy().Evaluate(Evaluation(), {&pool, 0}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "'path_energy' must be Double or Long [N >= 2]; got "
                       "nothing"));
}

}  // namespace
}  // namespace flow::core
