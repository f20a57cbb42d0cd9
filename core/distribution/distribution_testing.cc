#include "core/distribution/distribution_testing.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/cartesian_prod.h"
#include "ATen/ops/isfinite.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// `values_nk` averages to `expected_k` within six standard errors.
void ExpectMean(const at::Tensor& values_nk, const at::Tensor& expected_k) {
  ASSERT_EQ(values_nk.size(1), expected_k.numel());
  const double n = values_nk.size(0);
  const at::Tensor mean_k = values_nk.mean(/*dim=*/0);
  const at::Tensor std_k = (values_nk - mean_k).square().mean(/*dim=*/0).sqrt();
  for (int64_t k = 0; k < expected_k.numel(); ++k) {
    const double expected = expected_k[k].item<double>();
    EXPECT_NEAR(mean_k[k].item<double>(), expected,
                6 * std_k[k].item<double>() / std::sqrt(n) +
                    1e-6 * (1 + std::abs(expected)))
        << "entry " << k;
  }
}

void ExpectLabelsConform(const Distribution& distribution,
                         const at::Tensor& label_n, int64_t n) {
  ASSERT_EQ(label_n.defined(), distribution.num_classes() > 0);
  if (!label_n.defined()) return;
  ASSERT_EQ(label_n.scalar_type(), at::kLong);
  ASSERT_EQ(label_n.sizes(), at::IntArrayRef({n}));
  for (int64_t k = 0; k < distribution.num_classes(); ++k) {
    EXPECT_GT((label_n == k).sum().item<int64_t>(), 0) << "class " << k;
  }
  EXPECT_GE(label_n.min().item<int64_t>(), 0);
  EXPECT_LT(label_n.max().item<int64_t>(), distribution.num_classes());
}

}  // namespace

void ExpectDrawsConform(const Distribution& distribution) {
  constexpr int64_t kMany = 4096, kFew = 37;
  const Points many = distribution.Draw(kMany, /*seed=*/11);
  ASSERT_EQ(many.x_nd.scalar_type(), at::kFloat);
  ASSERT_EQ(many.x_nd.sizes(), at::IntArrayRef({kMany, distribution.dim()}));
  EXPECT_TRUE(at::isfinite(many.x_nd).all().item<bool>());
  ExpectLabelsConform(distribution, many.label_n, kMany);

  const Points few = distribution.Draw(kFew, /*seed=*/11);
  EXPECT_TRUE(few.x_nd.equal(many.x_nd.narrow(0, 0, kFew)));
  if (few.label_n.defined()) {
    EXPECT_TRUE(few.label_n.equal(many.label_n.narrow(0, 0, kFew)));
  }
  EXPECT_FALSE(few.x_nd.equal(distribution.Draw(kFew, /*seed=*/12).x_nd));
  EXPECT_EQ(distribution.Draw(0, /*seed=*/11).x_nd.size(0), 0);
}

void ExpectMomentsMatchDraws(const Distribution& distribution, Seed seed,
                             int64_t n) {
  const std::optional<Moments> moments = distribution.ExactMoments();
  ASSERT_TRUE(moments.has_value());
  ASSERT_EQ(moments->mean_d.scalar_type(), at::kDouble);
  ASSERT_EQ(moments->covariance_dd.scalar_type(), at::kDouble);
  const at::Tensor x_nd = distribution.Draw(n, seed).x_nd.to(at::kDouble);
  ExpectMean(x_nd, moments->mean_d);
  const at::Tensor centred_nd = x_nd - moments->mean_d;
  ExpectMean((centred_nd.unsqueeze(1) * centred_nd.unsqueeze(2)).flatten(1),
             moments->covariance_dd.flatten());
}

double IntegrateDensity(const Distribution& distribution, double half_width,
                        int64_t cells) {
  const double cell = 2 * half_width / cells;
  const at::Tensor middle =
      (at::arange(cells, at::kDouble) + 0.5) * cell - half_width;
  const at::Tensor log_density_n =
      *distribution.LogDensity(at::cartesian_prod({middle, middle}));
  return log_density_n.exp().sum().item<double>() * cell * cell;
}

}  // namespace flow::core
