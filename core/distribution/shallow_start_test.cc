#include "core/distribution/shallow_start.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/tensor.h"
#include "ATen/ops/where.h"
#include "ATen/ops/zeros.h"
#include "core/base/status_testing.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// Two classes in turn, around (3, 3) and (-3, -3), of widths 0.5 and 0.1.
Points TwoClasses(int64_t n) {
  const at::Tensor label_n = at::arange(n, at::kLong).remainder(2);
  const at::Tensor side_n1 = (1 - 2 * label_n).unsqueeze(1);
  const at::Tensor width_n1 = at::where(side_n1.gt(0), 0.5, 0.1);
  return {(3 * side_n1 + width_n1 * NormalTensor(1, n, 2)).to(at::kFloat),
          label_n};
}

double MeanSquare(const at::Tensor& x) {
  return x.to(at::kDouble).square().mean().item<double>();
}

TEST(ShallowStartTest, IsAsWideAroundThePointAsTheLineItself) {
  constexpr int64_t kPoints = 200000;
  const Points target = TwoClasses(kPoints);
  for (const int64_t classes : {0, 2}) {
    const double time = classes == 0 ? 0.2 : 0.6;
    ASSERT_OK_AND_ASSIGN(const auto law,
                         MakeShallowStart(target, classes, time));
    const Points start = law->DrawFor(target.label_n, kPoints, /*seed=*/2);
    // a mean of 4e5 squares of variance at most 2 E^2 is off by 6 sqrt(2 / 4e5)
    // of itself once in 5e8
    const double wanted = (1 - time) * (1 - time);
    EXPECT_NEAR(MeanSquare(start.x_nd - time * target.x_nd), wanted,
                0.0135 * wanted);
  }
}

TEST(ShallowStartTest, StartsAClassAtItsMean) {
  const Points target = TwoClasses(1000);
  ASSERT_OK_AND_ASSIGN(const auto law, MakeShallowStart(target, 2, 0.5));
  for (int64_t k = 0; k < 2; ++k) {
    const at::Tensor x_md =
        target.x_nd.slice(0, k, 1000, /*step=*/2).to(at::kDouble);
    const double variance =
        (x_md - x_md.mean(0)).square().mean().item<double>();
    const Moments start = *law->OfClass(k).ExactMoments();
    EXPECT_LT((start.mean_d - 0.5 * x_md.mean(0)).abs().max().item<double>(),
              1e-12);
    EXPECT_NEAR(start.covariance_dd[0][0].item<double>(),
                0.25 - 0.25 * variance, 1e-12);
  }
}

TEST(ShallowStartTest, IsTheLineItselfWhereThePredictionIsExact) {
  // one point: x is t x_1 + (1 - t) x_0
  const Points target = {at::tensor({2.0f, -1.0f}).unsqueeze(0), {}};
  ASSERT_OK_AND_ASSIGN(const auto law, MakeShallowStart(target, 0, 0.25));
  const Points start = law->Draw(100, /*seed=*/3);
  const at::Tensor line =
      0.25 * target.x_nd + 0.75 * NormalTensor(/*seed=*/3, 100, 2);
  EXPECT_LT((start.x_nd - line).abs().max().item<double>(), 1e-6);
}

TEST(ShallowStartTest, NamesTheLastTimeThatLeavesNoise) {
  // of mean square 1 around the mean 5: the time must be < 1/2
  const Points target = {at::tensor({4.0f, 6.0f}).unsqueeze(1),
                         at::zeros({2}, at::kLong)};
  EXPECT_OK(MakeShallowStart(target, 1, 0.49));
  EXPECT_THAT(MakeShallowStart(target, 1, 0.5),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "a start at the time 0.5 leaves no noise: class 0 lies "
                       "1 around its mean in a coordinate, so that the time "
                       "must be < 0.5"));
  EXPECT_THAT(MakeShallowStart(target, 2, 0.1),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "class 1 has no points whose mean to start from"));
}

}  // namespace
}  // namespace flow::core
