#include "local_flow/diffused_pools.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::local_flow {
namespace {

double Mean(const at::Tensor& x) { return x.mean(at::kDouble).item<double>(); }

// From N(2, 0.25) by steps of 0.1, 0.3 and to noise: N(2 a, 0.25 a^2 + 1 - a^2)
// with a = e^-t, t = 0, 0.1, 0.4. The mean of 50 000 scatters by 0.0045 at
// most, the variance by 0.0063; 5 deviations fail once in a million.
TEST(DiffusedPoolsTest, HaveTheLawsOfTheDiffusion) {
  constexpr int64_t kPoints = 50000;
  const at::Tensor pool_md = 2 + 0.5 * core::NormalTensor(1, kPoints, 1);
  const auto pools = DiffusedPools(
      pool_md, {{DiffusionOf(0.1)}, {DiffusionOf(0.3)}, {}}, /*seed=*/2);
  ASSERT_EQ(pools.size(), 3);
  EXPECT_TRUE(pools[0].pool_md.equal(pool_md));
  EXPECT_EQ(pools[1].block.diffusion.keep, DiffusionOf(0.3).keep);
  const double times[] = {0, 0.1, 0.4};
  for (int n = 0; n < 3; ++n) {
    const double a = std::exp(-times[n]);
    const at::Tensor& x_md = pools[n].pool_md;
    EXPECT_NEAR(Mean(x_md), 2 * a, 5 * 0.0045);
    EXPECT_NEAR(Mean((x_md - Mean(x_md)).square()), 0.25 * a * a + 1 - a * a,
                5 * 0.0063);
  }
}

TEST(DiffusedPoolsTest, AreAFunctionOfTheSeed) {
  const at::Tensor pool_md = core::NormalTensor(1, 10, 3);
  const std::vector<BlockOptions> blocks = {{DiffusionOf(0.1)}, {}};
  const auto after = [&](Seed seed) {
    return DiffusedPools(pool_md, blocks, seed)[1].pool_md;
  };
  EXPECT_TRUE(after(3).equal(after(3)));
  EXPECT_FALSE(after(3).equal(after(4)));
}

}  // namespace
}  // namespace flow::local_flow
