#include "core/nn/time_embedding.h"

#include <cmath>

#include "ATen/ops/tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

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

}  // namespace
}  // namespace flow::core
