#include "datasets/noisy_curve.h"

#include <initializer_list>

#include "ATen/TensorOperators.h"
#include "ATen/ops/tensor.h"
#include "core/distribution/distribution_testing.h"
#include "gtest/gtest.h"

namespace flow::datasets {
namespace {

// The curve of one point, (1, 2).
class Spot : public NoisyCurve {
 public:
  using NoisyCurve::NoisyCurve;

 private:
  CurvePoint DrawCurve(RowRandom& random) const override { return {1, 2}; }
  CurveMoments MomentsOfCurve() const override { return {1, 2, 0, 0, 0}; }
};

TEST(NoisyCurveTest, DrawsConformAndHaveTheMoments) {
  for (const CurveNoise& noise : std::initializer_list<CurveNoise>{
           NormalNoise{0.5}, DiagonalUniformNoise{0.5}}) {
    SCOPED_TRACE(noise.index());
    const Spot spot(noise, /*scale=*/3, /*shift=*/{10, -20});
    core::ExpectDrawsConform(spot);
    core::ExpectMomentsMatchDraws(spot, /*seed=*/1);
  }
}

TEST(NoisyCurveTest, NoiseIsScaledAndTheShiftIsNot) {
  const core::Moments moments =
      *Spot(NormalNoise{0.5}, /*scale=*/3, /*shift=*/{10, -20}).ExactMoments();
  EXPECT_TRUE(moments.mean_d.equal(at::tensor({13.0, -14.0}, at::kDouble)));
  EXPECT_TRUE(moments.covariance_dd.equal(
      at::tensor({2.25, 0.0, 0.0, 2.25}, at::kDouble).reshape({2, 2})));
}

TEST(NoisyCurveTest, DiagonalNoiseIsOneUniformNumberForBothCoordinates) {
  const Spot spot(DiagonalUniformNoise{0.5}, /*scale=*/2, /*shift=*/{1, 3});
  const at::Tensor x_nd = spot.Draw(1000, /*seed=*/1).x_nd.to(at::kDouble);
  // x - y = scale (1 - 2) + 1 - 3
  const at::Tensor difference_n = x_nd.select(1, 0) - x_nd.select(1, 1);
  EXPECT_LT((difference_n + 4).abs().max().item<double>(), 1e-6);
  // u = (x - 1) / 2 - 1; a share of 0.98^1000 = 2e-9 of draws leaves a fiftieth
  // of the interval empty
  const at::Tensor u_n = (x_nd.select(1, 0) - 1) / 2 - 1;
  EXPECT_GE(u_n.min().item<double>(), -1e-6);
  EXPECT_LT(u_n.min().item<double>(), 0.01);
  EXPECT_GT(u_n.max().item<double>(), 0.49);
  EXPECT_LT(u_n.max().item<double>(), 0.5 + 1e-6);
}

TEST(NoisyCurveTest, WithoutNoiseThePointIsOnTheCurve) {
  const Spot spot(NormalNoise{0}, /*scale=*/2, /*shift=*/{1, 0});
  EXPECT_TRUE(
      spot.Draw(1, /*seed=*/2)
          .x_nd.equal(at::tensor({3.0, 4.0}, at::kFloat).reshape({1, 2})));
}

}  // namespace
}  // namespace flow::datasets
