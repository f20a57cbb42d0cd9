#include "core/eval/features/feature_balls.h"

#include <algorithm>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/ones.h"
#include "ATen/ops/tensor.h"
#include "core/eval/features/features_testing.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

at::Tensor Column(const std::vector<double>& values) {
  return at::tensor(values).unsqueeze(1);
}

TEST(FeatureBallsTest, ReachToTheKthNeighbour) {
  TestingPool pool(1);
  // the nearest are 1, 1 and 3 away, the second nearest 4, 3 and 4
  const at::Tensor line_nf = Column({0, 1, 4});
  const at::Tensor asked_mf = Column({-1, -1.5, 2, 7, 8, 8.5});
  EXPECT_EQ(FeatureBalls(line_nf, 1, &pool).Contain(asked_mf, &pool),
            (std::vector<double>{1, 0, 1, 1, 0, 0}));
  EXPECT_EQ(FeatureBalls(line_nf, 2, &pool).Contain(asked_mf, &pool),
            (std::vector<double>{1, 1, 1, 1, 1, 0}));
}

// the definition, pair by pair
std::vector<double> Slowly(const at::Tensor& centre_nf, int64_t k,
                           const at::Tensor& x_mf) {
  std::vector<double> inside(x_mf.size(0));
  for (int64_t j = 0; j < centre_nf.size(0); ++j) {
    std::vector<double> distances;
    for (int64_t i = 0; i < centre_nf.size(0); ++i) {
      if (i == j) continue;
      distances.push_back(FeatureDistance(centre_nf[i], centre_nf[j]));
    }
    std::sort(distances.begin(), distances.end());
    for (int64_t i = 0; i < x_mf.size(0); ++i) {
      if (FeatureDistance(x_mf[i], centre_nf[j]) <= distances[k - 1]) {
        inside[i] = 1;
      }
    }
  }
  return inside;
}

TEST(FeatureBallsTest, AgreeWithTheDefinition) {
  const at::Tensor centre_nf = NormalTensor(1, 150, 4);
  const at::Tensor x_mf = NormalTensor(2, 130, 4) + 0.8;
  TestingPool pool(3);
  for (const int64_t k : {1, 3, 149}) {
    const std::vector<double> inside =
        FeatureBalls(centre_nf, k, &pool).Contain(x_mf, &pool);
    EXPECT_EQ(inside, Slowly(centre_nf, k, x_mf));
    const int64_t found = std::count(inside.begin(), inside.end(), 1);
    EXPECT_GT(found, 0);
    EXPECT_LT(found, k == 149 ? 131 : 130);
  }
}

// Far from zero a product of 1e16 is off by whole numbers: all distances here
// are within its error, and many are equal.
TEST(FeatureBallsTest, AgreeWhereOnlySubtractionCanTell) {
  const auto draw = [](Seed seed, int64_t n, double scale) {
    const at::Tensor z_nf = NormalTensor(seed, n, 2).to(at::kDouble);
    return (scale * z_nf).round() + 1e8;
  };
  const at::Tensor centre_nf = draw(3, 90, 3), x_mf = draw(4, 80, 6);
  TestingPool pool(1);
  for (const int64_t k : {1, 2, 5}) {
    const std::vector<double> inside =
        FeatureBalls(centre_nf, k, &pool).Contain(x_mf, &pool);
    EXPECT_EQ(inside, Slowly(centre_nf, k, x_mf));
    EXPECT_GT(std::count(inside.begin(), inside.end(), 0), 0);
    EXPECT_GT(std::count(inside.begin(), inside.end(), 1), 0);
  }
}

// An image with three equals has a ball of no width, in which its equals are.
TEST(FeatureBallsTest, WithoutWidthContainTheirLike) {
  const at::Tensor one_nf = NormalTensor(6, 1, 100);
  const at::Tensor other_nf = NormalTensor(7, 1, 100);
  TestingPool pool(1);
  const FeatureBalls balls(one_nf.repeat({4, 1}), 3, &pool);
  EXPECT_EQ(balls.Contain(at::concat({other_nf, one_nf, one_nf + 1e-6}), &pool),
            (std::vector<double>{0, 1, 0}));
}

TEST(FeatureBallsDeathTest, NeedMoreImagesThanNeighbours) {
  TestingPool pool(1);
  EXPECT_DEATH(FeatureBalls(at::ones({3, 1}), 3, &pool), "no neighbour 3");
}

}  // namespace
}  // namespace flow::core
