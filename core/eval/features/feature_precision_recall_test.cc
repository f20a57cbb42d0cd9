#include "core/eval/features/feature_precision_recall.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "core/base/status_testing.h"
#include "core/eval/eval_testing.h"
#include "core/eval/features/features_testing.h"
#include "core/eval/precision_recall.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {
namespace {

PrecisionRecall MeasureOrDie(const ComparedFeatures& features, int64_t k = 3) {
  TestingPool pool(1);
  return FeaturePrecisionRecall(features, k, &pool).value();
}

TEST(FeaturePrecisionRecallTest, OfTheSameImagesAreOne) {
  const at::Tensor x_nf = NormalTensor(1, 200, 16);
  const PrecisionRecall same = MeasureOrDie({x_nf, x_nf});
  EXPECT_EQ(same.precision.value, 1);
  EXPECT_EQ(same.recall.value, 1);
  EXPECT_EQ(same.precision.floor, std::nullopt);
}

TEST(FeaturePrecisionRecallTest, OfImagesFarApartAreZero) {
  const PrecisionRecall apart = MeasureOrDie(
      GaussianFeatures({.n = 200, .width = 4, .shift = 100, .seed = 2}));
  EXPECT_EQ(apart.precision.value, 0);
  EXPECT_EQ(apart.recall.value, 0);
  EXPECT_GT(*apart.precision.floor, 0.5);
  EXPECT_GT(*apart.recall.floor, 0.5);
}

// The target has two modes far apart, of 60 and 140 images, and the model makes
// the images of the first again: what it makes is right, what it does not make
// is missing.
TEST(FeaturePrecisionRecallTest, TellALostModeByRecallAlone) {
  const at::Tensor kept_nf = NormalTensor(3, 60, 8);
  const at::Tensor lost_nf = NormalTensor(4, 140, 8) + 50;
  const PrecisionRecall half =
      MeasureOrDie({kept_nf, at::concat({kept_nf, lost_nf})});
  EXPECT_EQ(half.precision.value, 1);
  EXPECT_DOUBLE_EQ(half.recall.value, 0.3);
  EXPECT_NEAR(*half.recall.std_error, std::sqrt(0.3 * 0.7 / 199), 1e-15);
  EXPECT_EQ(half.recall.n, 60);
  // and invented modes cost precision alone
  const PrecisionRecall wild =
      MeasureOrDie({at::concat({kept_nf, lost_nf}), kept_nf});
  EXPECT_DOUBLE_EQ(wild.precision.value, 0.3);
  EXPECT_EQ(wild.recall.value, 1);
}

// The metrics of points say the same, in float32 by subtraction.
TEST(FeaturePrecisionRecallTest, AgreeWithThoseOfPoints) {
  const ComparedFeatures features =
      GaussianFeatures({.n = 300, .width = 3, .shift = 1, .seed = 5});
  Evaluation points = Compared(features.generated_nf, features.target_nf);
  points.second_target_nd = features.second_target_nf;
  const PrecisionRecall value = MeasureOrDie(features, 2);
  const MetricValue precision = EvaluateOrDie(Precision({.k = 2}), points);
  const MetricValue recall = EvaluateOrDie(Recall({.k = 2}), points);
  EXPECT_EQ(value.precision.value, precision.value);
  EXPECT_EQ(value.precision.std_error, precision.std_error);
  EXPECT_EQ(value.precision.floor, precision.floor);
  EXPECT_EQ(value.recall.value, recall.value);
  EXPECT_EQ(value.recall.floor, recall.floor);
  EXPECT_LT(value.recall.value, 1);
}

TEST(FeaturePrecisionRecallTest, NeedMoreImagesThanNeighbours) {
  const ComparedFeatures few = GaussianFeatures({.n = 3, .seed = 6});
  TestingPool pool(1);
  for (const int64_t k : {0, 3}) {
    EXPECT_THAT(FeaturePrecisionRecall(few, k, &pool),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         testing::HasSubstr("number of images, 3; got")));
  }
  EXPECT_OK(FeaturePrecisionRecall(few, 2, &pool));
}

}  // namespace
}  // namespace flow::core
