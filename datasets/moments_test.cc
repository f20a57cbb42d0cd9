#include "datasets/moments.h"

#include <cmath>
#include <vector>

#include "ATen/TensorOperators.h"
#include "core/base/status_testing.h"
#include "datasets/images/images_testing.h"
#include "datasets/make_distribution.h"
#include "datasets/tabular_testing.h"
#include "gtest/gtest.h"

namespace flow::datasets {
namespace {

// A mean of n draws is within 6 standard errors of its expectation but once in
// 5e8; some 150 means are looked at here.
constexpr int64_t kDraws = 200000;
constexpr double kErrors = 6;
constexpr double kRounding = 1e-9;  // where a coordinate is constant

void ExpectMomentsOfDraws(const Law& law) {
  SCOPED_TRACE(law.index());
  ASSERT_OK_AND_ASSIGN(const Moments moments, GetMoments({law, {}}));
  ASSERT_OK_AND_ASSIGN(const auto distribution,
                       MakeDistribution({law, {}}, /*data_seed=*/1));
  const at::Tensor x_nd =
      distribution->Draw(kDraws, /*seed=*/2).x_nd.to(at::kDouble);
  ASSERT_EQ(static_cast<int64_t>(moments.mean.size()), x_nd.size(1));
  at::Tensor centred_nd = x_nd.clone();
  for (int64_t d = 0; d < x_nd.size(1); ++d) {
    centred_nd.select(1, d).sub_(moments.mean[d]);
    const at::Tensor column_n = centred_nd.select(1, d);
    EXPECT_NEAR(column_n.mean().item<double>(), 0,
                kErrors * column_n.std().item<double>() / std::sqrt(kDraws) +
                    kRounding);
  }
  const at::Tensor squares_n = centred_nd.square().sum(1);
  EXPECT_NEAR(squares_n.mean().item<double>(), moments.variance,
              kErrors * squares_n.std().item<double>() / std::sqrt(kDraws));
}

TEST(MomentsTest, AreThoseOfTheDraws) {
  for (const Law& law : std::vector<Law>{
           GaussianOptions{3, {1, -2, 0.5}, 0.7},
           GaussianOptions{2, {}, 2},
           GaussianMixtureOptions{{{1, {-1, 0}, 0.5}, {3, {2, 5}, 0.1}}},
           EightGaussiansOptions{5, 0.5},
           TwoMoonsOptions{0.3, 2, {-1, 4}},
           NotebookMoonsOptions{0.7, 3, {-1, 2}},
           SCurveOptions{0.2, 1.5, {3, 0}},
           SwissRollOptions{0.8, 0.2, {0, -1}},
           CheckerboardOptions{},
           CirclesOptions{0.1, 0.4, 3.5, {1, 1}},
           ImageDensityOptions{ImageDensityOptions::Builtin::kTree, 3},
           TabularOptions{TabularOptions::Name::kGas},
       }) {
    ExpectMomentsOfDraws(law);
  }
}

TEST(MomentsTest, OfHeavyTailsAreRefused) {
  for (const StudentTOptions& law :
       {StudentTOptions{.dim = 2, .degrees = 2},
        StudentTOptions{.dim = 2, .degrees = 9, .max_norm = 3}}) {
    EXPECT_THAT(GetMoments({law, {}}),
                StatusIs(absl::StatusCode::kFailedPrecondition));
  }
}

TEST(MomentsTest, OfAFiniteSetAreThoseOfItsPoints) {
  ExpectMomentsOfDraws(DigitsOptions{});
  ExpectMomentsOfDraws(SmallMiniboone());
  ImagesOptions images = SmallIdx("idx");
  ExpectMomentsOfDraws(images);
  images.flip = true;
  ExpectMomentsOfDraws(images);
}

TEST(MomentsTest, MeanSquaredDistanceOfIndependentPoints) {
  EXPECT_DOUBLE_EQ(MeanSquaredDistance({{1, 2}, 3}, {{1, 5}, 0.5}), 12.5);
}

}  // namespace
}  // namespace flow::datasets
