#include "local_flow/diffused_pools.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::local_flow {
namespace {

double Mean(const at::Tensor& x) { return x.mean(at::kDouble).item<double>(); }

// From N(2, 0.25) by steps of 0.1, 0.3 and to noise: N(2 a, 0.25 a^2 + 1 - a^2)
// with a = e^-t, t = 0, 0.1, 0.4. The mean of 20 000 rows scatters by 0.0071 at
// most, the variance by 0.01; 5 deviations fail once in a million.
TEST(DiffusedPoolsTest, HaveTheLawsOfTheDiffusion) {
  constexpr int64_t kRows = 20000;
  const core::RowStore pool(2 + 0.5 * core::NormalTensor(1, 50000, 1));
  const auto pools =
      DiffusedPools(pool, {{DiffusionOf(0.1)}, {DiffusionOf(0.3)}, {}});
  ASSERT_EQ(pools.size(), 3);
  EXPECT_EQ(pools[1].block.diffusion.keep, DiffusionOf(0.3).keep);
  const double times[] = {0, 0.1, 0.4};
  for (int n = 0; n < 3; ++n) {
    const double a = std::exp(-times[n]);
    EXPECT_NEAR(pools[n].before.keep, a, 1e-15);
    const core::Batch batch =
        PoolBatches({pools[n]}, {.size = kRows, .noise = false}, 7)
            .Get(0)
            .value();
    const at::Tensor& x_bd = batch.x1_bd;
    EXPECT_NEAR(Mean(x_bd), 2 * a, 5 * 0.0071);
    EXPECT_NEAR(Mean((x_bd - Mean(x_bd)).square()), 0.25 * a * a + 1 - a * a,
                5 * 0.01);
  }
}

// Another draw of the same row has other noise: such a pool never runs out.
TEST(DiffusedPoolsTest, NoiseIsFresh) {
  const core::RowStore pool(core::NormalTensor(1, 1, 3));
  const auto pools = DiffusedPools(pool, {{DiffusionOf(0.1)}, {}});
  const PoolBatches first({pools[0]}, {.size = 2}, 7);
  const PoolBatches second({pools[1]}, {.size = 2}, 7);
  EXPECT_TRUE(first.Get(0)->x1_bd[0].equal(first.Get(0)->x1_bd[1]));
  EXPECT_FALSE(second.Get(0)->x1_bd[0].equal(second.Get(0)->x1_bd[1]));
  EXPECT_TRUE(second.Get(0)->x1_bd.equal(second.Get(0)->x1_bd));
}

}  // namespace
}  // namespace flow::local_flow
