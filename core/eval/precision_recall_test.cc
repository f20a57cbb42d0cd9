#include "core/eval/precision_recall.h"

#include <cmath>

#include "core/base/status_testing.h"
#include "core/eval/eval_testing.h"

namespace flow::core {
namespace {

TEST(PrecisionRecallTest, OfTwoDrawsOfOneLawAreTheFloor) {
  const Evaluation same = GaussianEvaluation({.n = 1000, .seed = 4});
  const MetricValue precision = EvaluateOrDie(Precision({.k = 3}), same);
  const MetricValue recall = EvaluateOrDie(Recall({.k = 3}), same);
  // about 0.98 with a deviation of 0.005 each over draws
  EXPECT_NEAR(precision.value, *precision.floor, 0.04);
  EXPECT_NEAR(recall.value, *recall.floor, 0.04);
  EXPECT_EQ(precision.n, 1000);
  const double p = precision.value;
  EXPECT_NEAR(*precision.std_error, std::sqrt(p * (1 - p) / 999), 1e-12);
}

// A model that keeps to a narrow part of the target is precise and dull.
TEST(PrecisionRecallTest, TellQualityFromVariety) {
  const Evaluation dull =
      GaussianEvaluation({.n = 1000, .scale = 0.1, .seed = 4});
  EXPECT_GT(EvaluateOrDie(Precision({.k = 3}), dull).value, 0.99);
  EXPECT_LT(EvaluateOrDie(Recall({.k = 3}), dull).value, 0.1);
  // and one that scatters is the other way round
  const Evaluation wide =
      GaussianEvaluation({.n = 1000, .scale = 10, .seed = 4});
  EXPECT_LT(EvaluateOrDie(Precision({.k = 3}), wide).value, 0.2);
  EXPECT_GT(EvaluateOrDie(Recall({.k = 3}), wide).value, 0.5);
}

TEST(PrecisionRecallTest, ExchangeWhenTheCloudsDo) {
  Evaluation points = GaussianEvaluation({.n = 200, .shift = 1, .seed = 4});
  const double precision = EvaluateOrDie(Precision({.k = 2}), points).value;
  std::swap(points.generated_nd, points.target_nd);
  EXPECT_EQ(EvaluateOrDie(Recall({.k = 2}), points).value, precision);
}

TEST(PrecisionRecallTest, NeedMorePointsThanNeighbours) {
  const Evaluation few = GaussianEvaluation({.n = 3, .seed = 4});
  ThreadPool pool(1);
  for (const int64_t k : {0, 3}) {
    EXPECT_THAT(Precision({.k = k}).Evaluate(few, {&pool, 0}),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         testing::HasSubstr("'k' must be")));
    EXPECT_THAT(Recall({.k = k}).Evaluate(few, {&pool, 0}),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

}  // namespace
}  // namespace flow::core
