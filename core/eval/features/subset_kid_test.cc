#include "core/eval/features/subset_kid.h"

#include <cmath>
#include <vector>

#include "core/base/status_testing.h"
#include "core/eval/features/features_testing.h"
#include "core/stats/sample_moments.h"

namespace flow::core {
namespace {

MetricValue KidOrDie(const ComparedFeatures& features,
                     const KidSubsets& subsets, Seed seed = 7) {
  TestingPool pool(1);
  return SubsetKid(subsets)
      .Evaluate(PointsOf(features), {.pool = &pool, .seed = seed})
      .value();
}

double Kernel(const at::Tensor& x_f, const at::Tensor& y_f) {
  double product = 0;
  for (int64_t f = 0; f < x_f.size(0); ++f) {
    product += x_f[f].item<double>() * y_f[f].item<double>();
  }
  return std::pow(product / static_cast<double>(x_f.size(0)) + 1, 3);
}

// A subset as large as the set is the set in another order.
TEST(SubsetKidTest, OfTheWholeSetIsTheStatisticOfAllPairs) {
  const int64_t m = 12;
  const ComparedFeatures features =
      GaussianFeatures({.n = m, .width = 3, .shift = 1, .seed = 1});
  const at::Tensor& x_nf = features.generated_nf;
  const at::Tensor& y_nf = features.target_nf;
  double sum = 0;
  for (int64_t i = 0; i < m; ++i) {
    for (int64_t j = 0; j < m; ++j) {
      sum -= 2 * Kernel(x_nf[i], y_nf[j]) / (m * m);
      if (i == j) continue;
      sum += Kernel(x_nf[i], x_nf[j]) / (m * (m - 1));
      sum += Kernel(y_nf[i], y_nf[j]) / (m * (m - 1));
    }
  }
  const MetricValue value = KidOrDie(features, {.count = 3, .size = m});
  EXPECT_NEAR(value.value, sum, 1e-12);
  EXPECT_EQ(value.std_error, std::nullopt);
  EXPECT_EQ(value.n, m);
}

// In one dimension MMD^2 of N(a, 1) against N(0, 1) is 3 a^2 + 3 a^4 + (a^3 + 3
// a)^2, as core/eval/kid_test.cc says.
TEST(SubsetKidTest, IsUnbiasedAndKnowsItsError) {
  const double a = 0.5;
  const double exact =
      3 * a * a + 3 * std::pow(a, 4) + std::pow(a * a * a + 3 * a, 2);
  std::vector<double> values, errors;
  for (int r = 0; r < 300; ++r) {
    ComparedFeatures features = GaussianFeatures(
        {.n = 300, .width = 1, .shift = a, .seed = DeriveSeed(2, r)});
    features.second_target_nf.reset();
    const MetricValue value =
        KidOrDie(features, {.count = 30, .size = 60}, DeriveSeed(3, r));
    values.push_back(value.value);
    errors.push_back(*value.std_error);
  }
  const double deviation = *SampleDeviation(values);
  // five standard errors of the mean fail in one of 10^6 seeds
  EXPECT_NEAR(SampleMean(values), exact, 5 * deviation / std::sqrt(300.));
  // a deviation of 300 values is uncertain by 4 %, one of 30 subsets by 13 %,
  // but of the mean of 300 of those by 1 %
  EXPECT_NEAR(SampleMean(errors) / deviation, 1, 0.2);
}

// Where the laws agree: the mean of 200 values is zero to five of its standard
// errors, one seed in 10^6, and the errors are careful.
TEST(SubsetKidTest, OfEqualLawsIsZeroWithinItsError) {
  std::vector<double> values, floors, errors;
  for (int r = 0; r < 200; ++r) {
    const MetricValue value = KidOrDie(
        GaussianFeatures({.n = 200, .width = 8, .seed = DeriveSeed(4, r)}),
        {.count = 10, .size = 50}, DeriveSeed(5, r));
    values.push_back(value.value);
    floors.push_back(*value.floor);
    errors.push_back(*value.std_error);
  }
  const double deviation = *SampleDeviation(values);
  EXPECT_NEAR(SampleMean(values), 0, 5 * deviation / std::sqrt(200.));
  EXPECT_NEAR(SampleMean(floors), 0,
              5 * *SampleDeviation(floors) / std::sqrt(200.));
  EXPECT_GT(SampleMean(errors), deviation);
}

TEST(SubsetKidTest, IsThatOfTheSeedForAnyThreads) {
  const ComparedFeatures features =
      GaussianFeatures({.n = 90, .width = 40, .shift = 0.5, .seed = 6});
  const KidSubsets options = {.count = 7, .size = 30};
  const MetricValue expected = KidOrDie(features, options, 8);
  TestingPool pool(3);
  ASSERT_OK_AND_ASSIGN(const MetricValue value,
                       SubsetKid(options).Evaluate(PointsOf(features),
                                                   {.pool = &pool, .seed = 8}));
  EXPECT_EQ(value.value, expected.value);
  EXPECT_EQ(value.floor, expected.floor);
  EXPECT_EQ(value.std_error, expected.std_error);
  EXPECT_NE(KidOrDie(features, options, 9).value, expected.value);
}

TEST(SubsetKidTest, RefusesSubsetsThatThereAreNot) {
  const ComparedFeatures features = GaussianFeatures({.n = 20, .seed = 7});
  TestingPool pool(1);
  const auto kid = [&](const KidSubsets& options) {
    return SubsetKid(options).Evaluate(PointsOf(features),
                                       {.pool = &pool, .seed = 1});
  };
  EXPECT_THAT(kid({.count = 1, .size = 10}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "'subsets' must be >= 2; got 1"));
  for (const int64_t size : {1, 21}) {
    EXPECT_THAT(kid({.count = 2, .size = size}),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         testing::HasSubstr("number of points, 20; got")));
  }
  EXPECT_OK(kid({.count = 2, .size = 20}));
}

}  // namespace
}  // namespace flow::core
