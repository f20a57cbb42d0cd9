#include "core/eval/features/feature_moments.h"

#include <limits>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/matmul.h"
#include "ATen/ops/ones.h"
#include "ATen/ops/tensor.h"
#include "core/base/status_testing.h"
#include "core/eval/features/features_testing.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {
namespace {

double LargestDifference(const at::Tensor& a, const at::Tensor& b) {
  return (a - b).abs().max().item<double>();
}

FeatureMoments MomentsOrDie(const at::Tensor& x_nf) {
  TestingPool pool(1);
  return MomentsOfPart(x_nf, &pool).value();
}

TEST(FeatureMomentsTest, AreThoseOfAnExampleByHand) {
  // means 2 and 4, deviations (-1, -3), (0, 1), (1, 2)
  const FeatureMoments moments =
      MomentsOrDie(at::tensor({1., 1., 2., 5., 3., 6.}).view({3, 2}));
  EXPECT_EQ(moments.n, 3);
  EXPECT_EQ(LargestDifference(moments.mean_f, at::tensor({2., 4.})), 0);
  ASSERT_OK_AND_ASSIGN(const at::Tensor covariance_ff, Covariance(moments));
  EXPECT_EQ(LargestDifference(covariance_ff,
                              at::tensor({1., 2.5, 2.5, 7.}).view({2, 2})),
            0);
}

// Far from zero: the squares are 1e12 times the variances, and sums of them in
// float64 would keep four digits, in float32 none.
TEST(FeatureMomentsTest, AreOfTheDeviations) {
  const at::Tensor z_nf = NormalTensor(1, 3000, 5).to(at::kDouble);
  ASSERT_OK_AND_ASSIGN(const at::Tensor near_ff,
                       Covariance(MomentsOrDie(z_nf)));
  ASSERT_OK_AND_ASSIGN(const at::Tensor far_ff,
                       Covariance(MomentsOrDie(z_nf + 1e6)));
  // a deviation is rounded by 1e6 eps = 2e-10
  EXPECT_LT(LargestDifference(near_ff, far_ff), 1e-10);
  const at::Tensor float_nf = (z_nf + 1000).to(at::kFloat);
  ASSERT_OK_AND_ASSIGN(const at::Tensor from_float_ff,
                       Covariance(MomentsOrDie(float_nf)));
  ASSERT_OK_AND_ASSIGN(const at::Tensor from_double_ff,
                       Covariance(MomentsOrDie(float_nf.to(at::kDouble))));
  EXPECT_EQ(LargestDifference(from_float_ff, from_double_ff), 0);
}

TEST(FeatureMomentsTest, OfPartsAreThoseOfTheWhole) {
  // more rows than a run has, in parts of many sizes, one of them a single row
  const at::Tensor x_nf = NormalTensor(2, 2500, 7) + 3;
  const FeatureMoments whole = MomentsOrDie(x_nf);
  FeatureMoments merged;
  int64_t begin = 0;
  for (const int64_t rows : {1, 1300, 2, 197, 1000}) {
    ASSERT_OK_AND_ASSIGN(
        merged, Merged(merged, MomentsOrDie(x_nf.narrow(0, begin, rows))));
    begin += rows;
  }
  ASSERT_EQ(begin, 2500);
  EXPECT_EQ(merged.n, 2500);
  EXPECT_LT(LargestDifference(merged.mean_f, whole.mean_f), 1e-13);
  // a scatter is about 2500
  EXPECT_LT(LargestDifference(merged.scatter_ff, whole.scatter_ff), 1e-9);
}

TEST(FeatureMomentsTest, MergingLeavesItsPartsAsTheyAre) {
  const FeatureMoments a = MomentsOrDie(NormalTensor(3, 10, 3));
  const FeatureMoments b = MomentsOrDie(NormalTensor(4, 20, 3));
  const at::Tensor mean_f = a.mean_f.clone(), scatter_ff = a.scatter_ff.clone();
  ASSERT_OK(Merged(a, b));
  EXPECT_TRUE(a.mean_f.equal(mean_f));
  EXPECT_TRUE(a.scatter_ff.equal(scatter_ff));
  ASSERT_OK_AND_ASSIGN(const FeatureMoments same, Merged(a, FeatureMoments()));
  EXPECT_EQ(same.n, 10);
  EXPECT_TRUE(same.scatter_ff.equal(scatter_ff));
}

TEST(FeatureMomentsTest, HaveTheSameBitsForAnyThreads) {
  // three blocks of columns, three runs of rows
  const at::Tensor x_nf = NormalTensor(5, 2100, 600);
  const FeatureMoments expected = MomentsOrDie(x_nf);
  for (const int threads : {2, 4}) {
    TestingPool pool(threads);
    ASSERT_OK_AND_ASSIGN(const FeatureMoments moments,
                         MomentsOfPart(x_nf, &pool));
    EXPECT_TRUE(moments.mean_f.equal(expected.mean_f));
    EXPECT_TRUE(moments.scatter_ff.equal(expected.scatter_ff));
  }
  const at::Tensor centred_nf = x_nf.to(at::kDouble) - expected.mean_f;
  EXPECT_LT(LargestDifference(expected.scatter_ff,
                              at::matmul(centred_nf.t(), centred_nf)),
            1e-9);
}

TEST(FeatureMomentsTest, RefuseWhatHasNone) {
  TestingPool pool(1);
  EXPECT_THAT(MomentsOfPart(at::ones({3}), &pool),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(
      MomentsOfPart(at::ones({3, 2}) * std::numeric_limits<float>::infinity(),
                    &pool),
      StatusIs(absl::StatusCode::kOutOfRange));
  const FeatureMoments one = MomentsOrDie(at::ones({1, 2}));
  EXPECT_THAT(Covariance(one), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Merged(one, MomentsOrDie(at::ones({1, 3}))),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       testing::HasSubstr("got 2 and 3")));
}

}  // namespace
}  // namespace flow::core
