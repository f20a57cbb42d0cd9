#include "core/nn/time_embedding.h"

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include "ATen/ops/tensor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

TEST(TimeEmbeddingTest, ConcatenatedTimeIsItself) {
  const at::Tensor t_b = at::tensor({0.0, 0.25, 1.0}, at::kDouble);
  const at::Tensor e = EmbedTime(t_b, ConcatenatedTimeOptions{});
  EXPECT_TRUE(e.equal(t_b.view({3, 1})));
}

TEST(TimeEmbeddingTest, SinusoidalTimeIsTheDefinition) {
  constexpr int64_t kWidth = 8, kHalf = kWidth / 2;
  const double times[] = {0.0, 0.3, 1.0};
  const at::Tensor e =
      EmbedTime(at::tensor(at::ArrayRef<double>(times), at::kDouble),
                SinusoidalTimeOptions{.dim = kWidth});
  ASSERT_EQ(e.size(0), 3);
  ASSERT_EQ(e.size(1), kWidth);
  for (int64_t i = 0; i < 3; ++i) {
    for (int64_t k = 0; k < kHalf; ++k) {
      const double w = std::pow(10000.0, -static_cast<double>(k) / kHalf);
      const double angle = 1000 * times[i] * w;
      EXPECT_NEAR(e[i][k].item<double>(), std::cos(angle), 1e-9);
      EXPECT_NEAR(e[i][k + kHalf].item<double>(), std::sin(angle), 1e-9);
    }
  }
}

// An angle of 1000 has an error of 1000 * 2^-24 or so in single precision.
TEST(TimeEmbeddingTest, SinglePrecisionStaysSingle) {
  const double times[] = {0.1, 0.9};
  const at::Tensor t_b = at::tensor(at::ArrayRef<double>(times), at::kDouble);
  const SinusoidalTimeOptions options{.dim = 64};
  const at::Tensor single = EmbedTime(t_b.to(at::kFloat), options);
  EXPECT_EQ(single.scalar_type(), at::kFloat);
  const at::Tensor exact = EmbedTime(t_b, options);
  for (int64_t i = 0; i < 2; ++i) {
    for (int64_t k = 0; k < 64; ++k) {
      EXPECT_NEAR(single[i][k].item<double>(), exact[i][k].item<double>(),
                  3e-4);
    }
  }
}

TEST(TimeEmbeddingTest, FourierTimeIsTheDefinition) {
  const FourierTimeOptions options{.dim = 10, .scale = 16};
  const std::vector<double> w = FourierFrequencies(options);
  ASSERT_EQ(w.size(), 5);
  const double times[] = {0.0, 0.3, 1.0};
  const at::Tensor e =
      EmbedTime(at::tensor(at::ArrayRef<double>(times), at::kDouble), options);
  ASSERT_EQ(e.sizes(), at::IntArrayRef({3, TimeWidth(options)}));
  for (int64_t i = 0; i < 3; ++i) {
    for (int64_t k = 0; k < 5; ++k) {
      const double angle = 2 * std::numbers::pi * w[k] * times[i];
      EXPECT_NEAR(e[i][k].item<double>(), std::cos(angle), 1e-12);
      EXPECT_NEAR(e[i][k + 5].item<double>(), std::sin(angle), 1e-12);
    }
  }
}

// Angles of some 1e5 radians; as floats they would be wrong by 4e-3.
TEST(TimeEmbeddingTest, FourierTimeIsRoundedOnce) {
  const FourierTimeOptions options{.dim = 64, .scale = 2e4};
  const at::Tensor t_b = at::tensor({0.1f, 0.9f}, at::kFloat);
  const at::Tensor single = EmbedTime(t_b, options);
  EXPECT_EQ(single.scalar_type(), at::kFloat);
  const at::Tensor exact = EmbedTime(t_b.to(at::kDouble), options);
  EXPECT_TRUE(single.equal(exact.to(at::kFloat)));
}

// The mean of n standard normal numbers has the standard error 1 / sqrt(n), and
// that of their squares sqrt(2 / n); four of them are exceeded by one draw in
// 16000, and there is only this one.
TEST(TimeEmbeddingTest, FourierFrequenciesAreNormal) {
  constexpr int64_t kCount = 2048;
  constexpr double kScale = 3;
  double mean = 0, square = 0;
  for (const double w :
       FourierFrequencies({.dim = 2 * kCount, .scale = kScale})) {
    mean += w / kScale / kCount;
    square += w * w / (kScale * kScale) / kCount;
  }
  EXPECT_NEAR(mean, 0, 4 / std::sqrt(kCount));
  EXPECT_NEAR(square, 1, 4 * std::sqrt(2.0 / kCount));
}

// Weights files do not hold the frequencies: this draw is for good.
TEST(TimeEmbeddingTest, FourierFrequenciesAreTheSameForEver) {
  const std::vector<double> unit = FourierFrequencies({.dim = 8, .scale = 1});
  EXPECT_EQ(unit, FourierFrequencies({.dim = 8, .scale = 1}));
  EXPECT_THAT(
      unit, ElementsAre(DoubleNear(-0.913829, 1e-6), DoubleNear(0.633594, 1e-6),
                        DoubleNear(1.23067, 1e-5), DoubleNear(0.254123, 1e-6)));
  const std::vector<double> wider = FourierFrequencies({.dim = 12, .scale = 2});
  for (size_t k = 0; k < unit.size(); ++k) EXPECT_EQ(wider[k], 2 * unit[k]);
}

}  // namespace
}  // namespace flow::core
