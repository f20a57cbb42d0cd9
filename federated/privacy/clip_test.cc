#include "federated/privacy/clip.h"

#include <cmath>
#include <limits>

#include "core/tensor/random_tensor.h"
#include "federated/aggregation/client_value_testing.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// in long double, so that what is measured is not the measure
double NormOf(const at::Tensor& row) {
  const at::Tensor x = row.to(at::kDouble);
  long double squares = 0;
  for (int64_t p = 0; p < x.numel(); ++p) {
    const long double value = x.const_data_ptr<double>()[p];
    squares += value * value;
  }
  return std::sqrt(squares);
}

at::Tensor RandomRow(Seed seed, int64_t count, at::ScalarType dtype) {
  return core::NormalTensor(seed, 1, count)[0].to(dtype).contiguous();
}

TEST(ClipToNormTest, ShortensWhatIsLongerAndKeepsItsDirection) {
  for (const at::ScalarType dtype : {at::kFloat, at::kDouble}) {
    const at::Tensor x = Row({3, 0, -4}).to(dtype);
    EXPECT_EQ(ClipToNorm(x, 0.5), 5);
    EXPECT_LT(Gap(x, Row({0.3, 0, -0.4}).to(dtype)), 1e-7);
  }
}

TEST(ClipToNormTest, KeepsTheBitsOfWhatIsShort) {
  for (const at::ScalarType dtype : {at::kFloat, at::kDouble}) {
    const at::Tensor x = RandomRow(1, 100, dtype), before = x.clone();
    const double norm = ClipToNorm(x, 1e3);
    EXPECT_TRUE(x.equal(before));
    EXPECT_NEAR(norm, NormOf(before), 1e-12);
    EXPECT_EQ(ClipToNorm(x, norm), norm);  // as long as the bound
    EXPECT_TRUE(x.equal(before));
  }
}

// Not by the least rounding: noise is made for sensitivity `clip`.
TEST(ClipToNormTest, NothingIsLongerThanTheBoundAfterwards) {
  for (const at::ScalarType dtype : {at::kFloat, at::kDouble}) {
    for (Seed seed = 0; seed < 200; ++seed) {
      const at::Tensor x = RandomRow(seed, 1 + seed % 7 * 50, dtype);
      const double clip = 0.7 * NormOf(x);
      ClipToNorm(x, clip);
      EXPECT_LE(NormOf(x), clip) << seed;
      EXPECT_GT(NormOf(x), clip * (1 - 2e-7)) << seed;
    }
  }
}

// 1e20 squared is more than a float32 holds
TEST(ClipToNormTest, SumsInDouble) {
  const at::Tensor x = Row({1e20, 1e20}).to(at::kFloat);
  EXPECT_NEAR(ClipToNorm(x, 1) / 1e20, std::sqrt(2), 1e-7);
  EXPECT_NEAR(NormOf(x), 1, 2e-7);
}

TEST(ClipToNormTest, WhatIsNotFiniteBecomesZeros) {
  for (const at::ScalarType dtype : {at::kFloat, at::kDouble}) {
    for (const double bad : {kInfinity, -kInfinity, std::nan("")}) {
      const at::Tensor x = Row({1, bad, 2}).to(dtype);
      EXPECT_EQ(ClipToNorm(x, 1), kInfinity) << bad;
      EXPECT_TRUE(x.equal(Row({0, 0, 0}).to(dtype))) << bad;
    }
  }
  const at::Tensor x = Row({1e200});  // its square is not finite
  EXPECT_EQ(ClipToNorm(x, 1), kInfinity);
  EXPECT_EQ(x.item<double>(), 0);
}

TEST(ClipToNormTest, OfNothingIsZero) {
  EXPECT_EQ(ClipToNorm(Row({0, 0}), 1), 0);
  EXPECT_EQ(ClipToNorm(Row({}), 1), 0);
}

TEST(ClipToNormDeathTest, RefusesWhatIsNoRowOrNoBound) {
  for (const double clip : {0.0, -1.0, kInfinity, std::nan("")}) {
    EXPECT_DEATH(ClipToNorm(Row({1}), clip), "positive and finite");
  }
  EXPECT_DEATH(ClipToNorm(Row({1, 2, 3}).reshape({3, 1}), 1), "one contiguous");
  EXPECT_DEATH(ClipToNorm(Row({1}).to(at::kHalf), 1), "float32 or float64");
}

}  // namespace
}  // namespace flow::federated
