#include "core/eval/features/feature_distances.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "ATen/ops/tensor.h"
#include "core/eval/features/features_testing.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(FeatureDistancesTest, SubtractBeforeTheySquare) {
  EXPECT_EQ(FeatureDistance(at::tensor({1., 2., 3.}), at::tensor({1., 4., 0.})),
            13);
  const at::Tensor x_f = at::tensor({1e8, 1.}), y_f = at::tensor({1e8, 1.5});
  EXPECT_EQ(FeatureDistance(x_f, y_f), 0.25);
  EXPECT_EQ(FeatureDistance(x_f, x_f), 0);
}

// Features far from zero beside near neighbours, where the product is worst:
// its error is there, and within the margin.
TEST(FeatureDistancesTest, AreQuickWithinTheirMargin) {
  TestingPool pool(1);
  // more rows than a run has
  const at::Tensor y_mf = NormalTensor(1, 700, 30).to(at::kDouble) + 1e4;
  const at::Tensor x_rf = y_mf.narrow(0, 600, 9) + 1e-4;
  const QuickDistances::Rows rows = QuickDistances(y_mf).From(x_rf);
  double worst = 0;
  for (int64_t r = 0; r < 9; ++r) {
    const double margin = rows.margin_r[r].item<double>();
    for (int64_t m = 0; m < 700; ++m) {
      const double error = std::abs(rows.squared_rm[r][m].item<double>() -
                                    FeatureDistance(x_rf[r], y_mf[m]));
      worst = std::max(worst, error / margin);
    }
  }
  EXPECT_LE(worst, 1);
  EXPECT_GT(worst, 1e-3);
}

TEST(FeatureDistancesTest, AreOfAnyDtype) {
  const at::Tensor y_mf = NormalTensor(1, 5, 3);
  const at::Tensor x_rf = NormalTensor(2, 4, 3);
  const at::Tensor expected_rm = QuickDistances(y_mf.to(at::kDouble))
                                     .From(x_rf.to(at::kDouble))
                                     .squared_rm;
  EXPECT_TRUE(QuickDistances(y_mf).From(x_rf).squared_rm.equal(expected_rm));
  EXPECT_NEAR(expected_rm[3][4].item<double>(),
              FeatureDistance(x_rf[3], y_mf[4]), 1e-13);
}

}  // namespace
}  // namespace flow::core
