#include "core/eval/precision_recall.h"

#include <cmath>

#include "ATen/ops/concat.h"
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

TEST(PrecisionRecallTest, OfTheSamePointsAreOne) {
  const at::Tensor x_nd = GaussianPoints({.n = 200, .dim = 16, .seed = 1});
  const Evaluation same = Compared(x_nd, x_nd);
  const MetricValue precision = EvaluateOrDie(Precision({.k = 3}), same);
  EXPECT_EQ(precision.value, 1);
  EXPECT_EQ(precision.floor, std::nullopt);
  EXPECT_EQ(EvaluateOrDie(Recall({.k = 3}), same).value, 1);
}

TEST(PrecisionRecallTest, OfPointsFarApartAreZero) {
  const Evaluation apart =
      GaussianEvaluation({.n = 200, .dim = 4, .shift = 100, .seed = 2});
  const MetricValue precision = EvaluateOrDie(Precision({.k = 3}), apart);
  const MetricValue recall = EvaluateOrDie(Recall({.k = 3}), apart);
  EXPECT_EQ(precision.value, 0);
  EXPECT_EQ(recall.value, 0);
  EXPECT_GT(*precision.floor, 0.5);
  EXPECT_GT(*recall.floor, 0.5);
}

// The target has two modes far apart, of 60 and 140 points, and the model makes
// the points of the first again: what it makes is right, what it does not make
// is missing.
TEST(PrecisionRecallTest, TellALostModeByRecallAlone) {
  const at::Tensor kept = GaussianPoints({.n = 60, .dim = 8, .seed = 3});
  const at::Tensor both = at::concat(
      {kept, GaussianPoints({.n = 140, .dim = 8, .shift = 150, .seed = 4})});
  const Evaluation half = Compared(kept, both);
  EXPECT_EQ(EvaluateOrDie(Precision({.k = 3}), half).value, 1);
  const MetricValue recall = EvaluateOrDie(Recall({.k = 3}), half);
  EXPECT_DOUBLE_EQ(recall.value, 0.3);
  EXPECT_NEAR(*recall.std_error, std::sqrt(0.3 * 0.7 / 199), 1e-15);
  EXPECT_EQ(recall.n, 60);
  // and invented modes cost precision alone
  const Evaluation wild = Compared(both, kept);
  EXPECT_DOUBLE_EQ(EvaluateOrDie(Precision({.k = 3}), wild).value, 0.3);
  EXPECT_EQ(EvaluateOrDie(Recall({.k = 3}), wild).value, 1);
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
