#include "core/nn/point_embedding.h"

#include <cmath>
#include <cstdint>
#include <numbers>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/tensor.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(PointEmbeddingTest, PlainPointsAreThemselves) {
  const at::Tensor x_bd = NormalTensor(1, 3, 2);
  EXPECT_TRUE(PointEmbedding(PlainPointsOptions{}, 2).Embed(x_bd).equal(x_bd));
  EXPECT_EQ(PointWidth(PlainPointsOptions{}, 2), 2);
}

TEST(PointEmbeddingTest, FourierFeaturesAreTheDefinition) {
  const FourierPointsOptions options{.dim = 10, .scale = 0.7};
  const at::Tensor w_dk = PointFrequencies(options, 3);
  ASSERT_EQ(w_dk.sizes(), at::IntArrayRef({3, 5}));
  const at::Tensor x_bd = NormalTensor(1, 4, 3).to(at::kDouble);
  const at::Tensor e_bp = PointEmbedding(options, 3).Embed(x_bd);
  ASSERT_EQ(e_bp.sizes(), at::IntArrayRef({4, PointWidth(options, 3)}));
  for (int64_t i = 0; i < 4; ++i) {
    for (int64_t d = 0; d < 3; ++d) {
      EXPECT_EQ(e_bp[i][d].item<double>(), x_bd[i][d].item<double>());
    }
    for (int64_t k = 0; k < 5; ++k) {
      double angle = 0;
      for (int64_t d = 0; d < 3; ++d) {
        angle += 2 * std::numbers::pi * w_dk[d][k].item<double>() *
                 x_bd[i][d].item<double>();
      }
      EXPECT_NEAR(e_bp[i][3 + k].item<double>(), std::cos(angle), 1e-12);
      EXPECT_NEAR(e_bp[i][8 + k].item<double>(), std::sin(angle), 1e-12);
    }
  }
}

TEST(PointEmbeddingTest, TangentsAreDifferences) {
  const PointEmbedding embedding(FourierPointsOptions{.dim = 6, .scale = 0.7},
                                 2);
  const at::Tensor x_bd = NormalTensor(1, 5, 2).to(at::kDouble);
  const at::Tensor e_pbd =
      NormalTensor(2, 15, 2).to(at::kDouble).reshape({3, 5, 2});
  const at::Tensor tangents = embedding.Tangents(embedding.Embed(x_bd), e_pbd);
  constexpr double kStep = 1e-5;  // errors of kStep^2 and of 1e-16 / kStep
  for (int64_t p = 0; p < 3; ++p) {
    const at::Tensor ahead = embedding.Embed(x_bd + kStep * e_pbd[p]);
    const at::Tensor behind = embedding.Embed(x_bd - kStep * e_pbd[p]);
    EXPECT_TRUE(
        at::allclose(tangents[p], (ahead - behind) / (2 * kStep), 0, 1e-6));
  }
}

TEST(PointEmbeddingTest, UnitDirectionsOfEveryRow) {
  const at::Tensor e_pbd = UnitDirections(4, 3);
  ASSERT_EQ(e_pbd.sizes(), at::IntArrayRef({3, 4, 3}));
  for (int64_t d = 0; d < 3; ++d) {
    EXPECT_EQ(e_pbd[d].sum().item<double>(), 4);
    EXPECT_EQ(e_pbd[d].select(1, d).sum().item<double>(), 4);
  }
}

// The mean of n standard normal numbers has the standard error 1 / sqrt(n), and
// that of their squares sqrt(2 / n); four of them are exceeded by one draw in
// 16000, and there is only this one.
TEST(PointEmbeddingTest, FrequenciesAreNormal) {
  constexpr double kScale = 3, kCount = 3 * 1024;
  const at::Tensor w =
      PointFrequencies({.dim = 2048, .scale = kScale}, 3) / kScale;
  EXPECT_NEAR(w.mean().item<double>(), 0, 4 / std::sqrt(kCount));
  EXPECT_NEAR((w * w).mean().item<double>(), 1, 4 * std::sqrt(2 / kCount));
}

// Weights files do not hold the frequencies: this draw is for good.
TEST(PointEmbeddingTest, FrequenciesAreTheSameForEver) {
  const at::Tensor unit = PointFrequencies({.dim = 4, .scale = 1}, 2);
  EXPECT_TRUE(at::allclose(
      unit,
      at::tensor({-0.5118, -0.7623, 0.9541, -0.1081}, at::kDouble).view({2, 2}),
      0, 1e-4));
  EXPECT_TRUE((2 * unit).equal(
      PointFrequencies({.dim = 8, .scale = 2}, 2).narrow(1, 0, 2)));
}

}  // namespace
}  // namespace flow::core
