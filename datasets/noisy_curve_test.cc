#include "datasets/noisy_curve.h"

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
  const Spot spot(/*noise=*/0.5, /*scale=*/3, /*shift=*/{10, -20});
  core::ExpectDrawsConform(spot);
  core::ExpectMomentsMatchDraws(spot, /*seed=*/1);
}

TEST(NoisyCurveTest, NoiseIsScaledAndTheShiftIsNot) {
  const core::Moments moments =
      *Spot(/*noise=*/0.5, /*scale=*/3, /*shift=*/{10, -20}).ExactMoments();
  EXPECT_TRUE(moments.mean_d.equal(at::tensor({13.0, -14.0}, at::kDouble)));
  EXPECT_TRUE(moments.covariance_dd.equal(
      at::tensor({2.25, 0.0, 0.0, 2.25}, at::kDouble).reshape({2, 2})));
}

TEST(NoisyCurveTest, WithoutNoiseThePointIsOnTheCurve) {
  const Spot spot(/*noise=*/0, /*scale=*/2, /*shift=*/{1, 0});
  EXPECT_TRUE(
      spot.Draw(1, /*seed=*/2)
          .x_nd.equal(at::tensor({3.0, 4.0}, at::kFloat).reshape({1, 2})));
}

}  // namespace
}  // namespace flow::datasets
