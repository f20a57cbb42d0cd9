#include "local_flow/measured_sizes.h"

#include <cmath>
#include <numeric>

#include "ATen/TensorOperators.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::local_flow {
namespace {

constexpr int64_t kPoints = 8000;

MeasuredSizes Measure(const at::Tensor& x_md, int64_t count, double total) {
  return MeasureSizes(x_md, count, total, /*seed=*/5);
}

double Sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

// N(0, S^2 I) becomes N(0, V I) with V = a^2 S^2 + s^2, by the map x sqrt(V)/S:
// its points move by sqrt(D) |sqrt(V) - S|, so that equal ways are equal steps
// of sqrt(V). The speed is a mean over 727 points of squares that scatter by
// sqrt(2/D) of it at most: by 5 per cent, the way by half of that and less, as
// its pieces have noise in common but not all; 5 deviations are 0.13. The sizes
// depend on ratios of speeds, of which that common noise drops out.
TEST(MeasuredSizesTest, OfANormalLawTheyAreKnown) {
  for (const double std : {3.0, 0.4}) {
    const MeasuredSizes measured =
        Measure(std * core::NormalTensor(1, kPoints, 2), 4, 0.8);
    const auto deviation_at = [&](double t) {
      const double a = std::exp(-t);
      return std::sqrt(a * a * std * std + 1 - a * a);
    };
    const double step = (deviation_at(0.8) - std) / 4;
    double t = 0;
    for (int n = 0; n < 4; ++n) {
      EXPECT_NEAR(measured.way[n], std::sqrt(2) * std::abs(step),
                  0.13 * std::sqrt(2) * std::abs(step));
      t += measured.sizes[n];
      EXPECT_NEAR(deviation_at(t), std + (n + 1) * step, 0.1 * std::abs(step))
          << std << " after step " << n + 1;
    }
  }
}

// A point mass at m moves by |m| (1 - e^-t) but for noise, which is little
// beside a distance of 1000: equal ways are equal differences of e^-t.
TEST(MeasuredSizesTest, OfAPointFarAwayTheyAreKnown) {
  const at::Tensor x_md = 0 * core::NormalTensor(1, 50, 2) + 1000;
  const MeasuredSizes measured = Measure(x_md, 3, 1.5);
  const double kept = std::exp(-1.5);
  double before = 0;
  for (int n = 0; n < 3; ++n) {
    const double after = -std::log(1 - (n + 1) * (1 - kept) / 3);
    EXPECT_NEAR(measured.sizes[n], after - before, 2e-3);
    EXPECT_NEAR(measured.way[n], 1000 * std::sqrt(2) * (1 - kept) / 3, 2);
    before = after;
  }
}

// A circle widens with the root of time, and drifts little: the first of equal
// ways takes the shortest time.
TEST(MeasuredSizesTest, SharpDataTakeSmallStepsFirst) {
  const at::Tensor angle_m = 6.2831853 * core::UniformTensor(2, kPoints);
  at::Tensor circle_md = core::NormalTensor(1, kPoints, 2);
  circle_md.select(1, 0).copy_(angle_m.cos());
  circle_md.select(1, 1).copy_(angle_m.sin());
  const MeasuredSizes measured = Measure(circle_md, 4, 0.5);
  EXPECT_LT(measured.sizes[0], 0.5 / 4 / 3);
  EXPECT_GT(measured.sizes[3], 0.5 / 4);
  EXPECT_NEAR(Sum(measured.sizes), 0.5, 1e-12);
}

TEST(MeasuredSizesTest, OneStepTakesAll) {
  EXPECT_EQ(Measure(core::NormalTensor(1, 3, 2), 1, 0.3).sizes,
            std::vector<double>{0.3});
}

TEST(MeasuredSizesTest, WherePointsAreFarApartTheyAreEqual) {
  for (const double size :
       Measure(core::NormalTensor(1, 1000, 60), 4, 0.2).sizes) {
    EXPECT_NEAR(size, 0.05, 1e-9);
  }
}

// Points that do not move: the standard normal law is where the process rests.
// The estimate of a square that is 0 scatters about it; sizes stay positive.
TEST(MeasuredSizesTest, OfALawAtRestTheyAreSomeSizes) {
  const MeasuredSizes measured =
      Measure(core::NormalTensor(1, kPoints, 2), 5, 0.8);
  EXPECT_NEAR(Sum(measured.sizes), 0.8, 1e-12);
  for (const double size : measured.sizes) EXPECT_GE(size, 0);
}

}  // namespace
}  // namespace flow::local_flow
