#include "datasets/checkerboard.h"

#include <cmath>
#include <limits>

#include "ATen/TensorOperators.h"
#include "ATen/ops/tensor.h"
#include "core/distribution/distribution_testing.h"
#include "gtest/gtest.h"

namespace flow::datasets {
namespace {

TEST(CheckerboardTest, DrawsConformAndHaveTheMoments) {
  const Checkerboard law({});
  EXPECT_EQ(law.num_classes(), 0);
  core::ExpectDrawsConform(law);
  core::ExpectMomentsMatchDraws(law, /*seed=*/1);
}

TEST(CheckerboardTest, EveryPointIsOnTheBoard) {
  // with a scale that float32 does not hold, edges are met by rounding alone
  const Checkerboard law({.scale = 0.1});
  const at::Tensor x_nd = law.Draw(300000, /*seed=*/2).x_nd.to(at::kDouble);
  const at::Tensor log_density_n = *law.LogDensity(x_nd);
  EXPECT_EQ(log_density_n.min().item<double>(), -std::log(8 * 0.1 * 0.1));
  EXPECT_EQ(log_density_n.max().item<double>(), -std::log(8 * 0.1 * 0.1));
}

TEST(CheckerboardTest, TheDefaultDensityIsThePublishedConstant) {
  const Checkerboard law({});
  const at::Tensor x_nd = at::tensor({0.1, 0.1}, at::kDouble).reshape({1, 2});
  EXPECT_NEAR(std::exp(law.LogDensity(x_nd)->item<double>()), 0.0253125, 1e-15);
}

TEST(CheckerboardTest, CellsAlternate) {
  const Checkerboard law({.scale = 2});
  for (int i = -4; i < 4; ++i) {
    for (int j = -4; j < 4; ++j) {
      const bool inside = i >= -2 && i < 2 && j >= -2 && j < 2;
      const at::Tensor middle_nd =
          at::tensor({2 * (i + 0.5), 2 * (j + 0.5)}, at::kDouble)
              .reshape({1, 2});
      EXPECT_EQ(law.LogDensity(middle_nd)->item<double>(),
                inside && (i + j + 8) % 2 == 0
                    ? -std::log(32.0)
                    : -std::numeric_limits<double>::infinity())
          << "cell " << i << ", " << j;
    }
  }
}

TEST(CheckerboardTest, CellsAreEquallyLikely) {
  constexpr int64_t n = 80000;
  const at::Tensor cell_nd =
      Checkerboard({.scale = 1}).Draw(n, /*seed=*/3).x_nd.floor() + 2;
  const at::Tensor index_n =
      (cell_nd.select(1, 0) * 4 + cell_nd.select(1, 1)).to(at::kLong);
  const at::Tensor count_k = index_n.bincount(/*weights=*/{}, /*minlength=*/16);
  for (int64_t k = 0; k < 16; ++k) {
    const bool white = (k / 4 + k % 4) % 2 == 0;
    // six deviations of a binomial with p = 1/8; false alarm 2e-8 in all
    EXPECT_NEAR(count_k[k].item<double>(), white ? n / 8 : 0,
                white ? 6 * std::sqrt(n * 7.0 / 64) : 0);
  }
}

TEST(CheckerboardTest, DensityIntegratesToOne) {
  // the grid's lines fall on the edges of the cells
  EXPECT_NEAR(core::IntegrateDensity(Checkerboard({.scale = 0.7}),
                                     /*half_width=*/0.7 * 4, /*cells=*/80),
              1, 1e-12);
}

}  // namespace
}  // namespace flow::datasets
