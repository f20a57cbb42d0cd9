#include "core/eval/features/fid.h"

#include <cmath>
#include <vector>

#include "ATen/ops/tensor.h"
#include "core/base/random.h"
#include "core/base/status_testing.h"
#include "core/eval/features/features_testing.h"
#include "core/stats/sample_moments.h"

namespace flow::core {
namespace {

MetricValue FidOrDie(const ComparedFeatures& features) {
  TestingPool pool(1);
  return Fid().Evaluate(PointsOf(features), {&pool, 0}).value();
}

TEST(FidTest, OfTheSameImagesIsZero) {
  ComparedFeatures features =
      GaussianFeatures({.n = 30, .width = 4, .seed = 1});
  features.target_nf = features.generated_nf;
  const MetricValue value = FidOrDie(features);
  EXPECT_NEAR(value.value, 0, 1e-13);
  EXPECT_EQ(value.n, 30);
}

// The influences of a shift along e_1 alone are 2 shift (x_1 - m_1), of
// variance 4 shift^2, on both sides.
TEST(FidTest, IsTheSquareOfAShift) {
  const int64_t n = 20000;
  const MetricValue value =
      FidOrDie(GaussianFeatures({.n = n, .width = 2, .shift = 3, .seed = 2}));
  const double error = 2 * 3 * std::sqrt(2. / n);
  EXPECT_NEAR(*value.std_error, error, 0.02 * error);
  // five errors: one seed in 10^6; the bias is a hundredth of that
  EXPECT_NEAR(value.value, 9, 5 * error);
  // F (F + 5) / (2 n) = 0.00035 on average; a sum of five squares, the largest
  // weights 2 / n: beyond 0.002 in less than one seed in 10^6
  EXPECT_GT(*value.floor, 0);
  EXPECT_LT(*value.floor, 0.002);
}

TEST(FidTest, HasNoFloorWithoutASecondDraw) {
  ComparedFeatures features =
      GaussianFeatures({.n = 30, .width = 2, .seed = 3});
  const double value = FidOrDie(features).value;
  features.second_target_nf.reset();
  EXPECT_EQ(FidOrDie(features).floor, std::nullopt);
  EXPECT_EQ(FidOrDie(features).value, value);
}

TEST(FidTest, HasTheSameBitsForAnyThreads) {
  const ComparedFeatures features =
      GaussianFeatures({.n = 700, .width = 300, .shift = 1, .seed = 4});
  const MetricValue expected = FidOrDie(features);
  TestingPool pool(3);
  ASSERT_OK_AND_ASSIGN(const MetricValue value,
                       Fid().Evaluate(PointsOf(features), {&pool, 0}));
  EXPECT_EQ(value.value, expected.value);
  EXPECT_EQ(value.std_error, expected.std_error);
  EXPECT_EQ(value.floor, expected.floor);
}

double ErrorOfMean(const std::vector<double>& sample) {
  return *SampleDeviation(sample) / std::sqrt(sample.size());
}

// Means of 400 repetitions, in units of their standard errors: five fail in one
// of 10^6 seeds. What is left of second order is F / n = 1 % of the bias, less
// than half an error. Half of the bias is that of the target's draw.
TEST(FidTest, InfinitelyManyPointsHaveHalfOfTheBias) {
  const int64_t n = 300, width = 3;
  const double bias = (2. * width + width * (width + 1) / 2.) / n;
  TestingPool pool(1);
  for (const double shift : {0., 1.}) {
    std::vector<double> values, corrected, floors;
    for (int r = 0; r < 400; ++r) {
      const ComparedFeatures features = GaussianFeatures(
          {.n = n, .width = width, .shift = shift, .seed = DeriveSeed(5, r)});
      const MetricValue fid = FidOrDie(features);
      values.push_back(fid.value);
      ASSERT_OK_AND_ASSIGN(
          const MetricValue infinity,
          FidInfinity().Evaluate(PointsOf(features), {&pool, 0}));
      corrected.push_back(infinity.value);
      floors.push_back(infinity.floor.value());
      // of the same points, whose moments were merged of halves
      EXPECT_NEAR(*infinity.std_error, *fid.std_error, 1e-9 * *fid.std_error);
    }
    const double exact = shift * shift;
    EXPECT_NEAR(SampleMean(values), exact + bias, 5 * ErrorOfMean(values));
    EXPECT_NEAR(SampleMean(corrected), exact + bias / 2,
                5 * ErrorOfMean(corrected));
    EXPECT_NEAR(SampleMean(floors), bias / 2, 5 * ErrorOfMean(floors));
    if (shift == 0) {  // where the bias stands out
      EXPECT_GT(SampleMean(values), 20 * ErrorOfMean(values));
    }
  }
}

// A perfect model of a finite set draws from it, and the target is all of it.
// As above; the generated points alone are random, and bring half of the bias.
TEST(FidTest, InfinitelyManyPointsOfAWholeSetHaveNone) {
  const int64_t n = 300, width = 3;
  const double bias = (2. * width + width * (width + 1) / 2.) / n / 2;
  TestingPool pool(1);
  const at::Tensor set_nf =
      GaussianFeatures({.n = n, .width = width, .seed = 8}).target_nf;
  std::vector<double> values, corrected;
  for (int r = 0; r < 400; ++r) {
    std::vector<int64_t> rows;
    for (int64_t i = 0; i < n; ++i) {
      rows.push_back(RowRandom(DeriveSeed(9, r), i).UniformInt(n));
    }
    const Evaluation drawn =
        PointsOf({set_nf.index_select(0, at::tensor(rows)), set_nf});
    ASSERT_OK_AND_ASSIGN(const MetricValue fid,
                         Fid().Evaluate(drawn, {&pool, 0}));
    ASSERT_OK_AND_ASSIGN(const MetricValue infinity,
                         FidInfinity().Evaluate(drawn, {&pool, 0}));
    values.push_back(fid.value);
    corrected.push_back(infinity.value);
  }
  // the fourth moments of the set are not quite those of a Gaussian
  EXPECT_NEAR(SampleMean(values), bias, 0.15 * bias);
  EXPECT_NEAR(SampleMean(corrected), 0, 5 * ErrorOfMean(corrected));
}

TEST(FidTest, RefusesWhatHasNoDistance) {
  TestingPool pool(1);
  const ComparedFeatures features =
      GaussianFeatures({.n = 8, .width = 4, .seed = 6});
  EXPECT_THAT(Fid().Evaluate(PointsOf({features.generated_nf, at::Tensor()}),
                             {&pool, 0}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(FidInfinity().Evaluate(PointsOf(features), {&pool, 0}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       testing::HasSubstr("4 coordinates; got 4")));
}

}  // namespace
}  // namespace flow::core
