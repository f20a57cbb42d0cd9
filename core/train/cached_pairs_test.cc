#include "core/train/cached_pairs.h"

#include <set>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/equal.h"
#include "core/base/status_testing.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {
namespace {

constexpr int64_t kPairs = 50;

// Pair i joins (i, 0) with (i, 2).
class CachedPairsTest : public testing::Test {
 protected:
  Batch Get(const BatchOptions& options, int64_t step, Seed seed = 7) {
    return CachedPairs(RowStore(x0_nd_), RowStore(x1_nd_), options, seed)
        .Get(step)
        .value();
  }

  at::Tensor x0_nd_ =
      at::arange(kPairs, at::kFloat).unsqueeze(1).repeat({1, 2}) *
      at::arange(1, -1, -1, at::kFloat);
  at::Tensor x1_nd_ = x0_nd_ + 2 * at::arange(0, 2, at::kFloat);
};

TEST_F(CachedPairsTest, PairsStayTogether) {
  const Batch batch = Get({.size = 20}, 3);
  EXPECT_EQ(batch.x0_bd.sizes(), (std::vector<int64_t>{20, 2}));
  EXPECT_TRUE(at::equal(batch.x0_bd.select(1, 0), batch.x1_bd.select(1, 0)));
  EXPECT_DOUBLE_EQ(batch.coupling.cost, 4);
  EXPECT_EQ(batch.t_b.size(0), 20);
  EXPECT_TRUE(batch.noise_bd.defined());
  EXPECT_FALSE(Get({.size = 20, .noise = false}, 3).noise_bd.defined());
}

TEST_F(CachedPairsTest, TheNoiseMayBeLeftToBeDrawn) {
  const CachedPairs pairs(RowStore(x0_nd_), RowStore(x1_nd_), {.size = 20}, 7);
  ASSERT_OK_AND_ASSIGN(const Stretch left, pairs.GetUndrawn(3));
  ASSERT_OK_AND_ASSIGN(const Stretch drawn, pairs.GetStretch(3));
  EXPECT_TRUE(at::equal(left.rows.x0_bd, drawn.rows.x0_bd));
  EXPECT_FALSE(left.rows.noise_bd.defined());
  ASSERT_TRUE(left.rows.noise_draw.has_value());
  EXPECT_TRUE(
      at::equal(NormalTensor(left.rows.noise_draw->seed,
                             drawn.rows.noise_bd.size(0), /*columns=*/2),
                drawn.rows.noise_bd));
}

TEST_F(CachedPairsTest, EveryPairComesUp) {
  std::set<float> seen;
  for (int64_t step = 0; step < 40; ++step) {
    const Batch batch = Get({.size = 20}, step);
    for (int64_t i = 0; i < 20; ++i) {
      seen.insert(batch.x0_bd[i][0].item<float>());
    }
  }
  // one of 50 is missed by 800 draws with probability 50 (1 - 1 / 50)^800 <
  // 1e-5
  EXPECT_EQ(seen.size(), kPairs);
}

TEST_F(CachedPairsTest, AreAFunctionOfSeedAndStep) {
  EXPECT_TRUE(at::equal(Get({.size = 9}, 4).x0_bd, Get({.size = 9}, 4).x0_bd));
  EXPECT_FALSE(at::equal(Get({.size = 9}, 4).x0_bd, Get({.size = 9}, 5).x0_bd));
  EXPECT_FALSE(
      at::equal(Get({.size = 9}, 4).x0_bd, Get({.size = 9}, 4, 8).x0_bd));
}

TEST_F(CachedPairsTest, TimesAreThoseOfTheLaw) {
  const Batch start = Get({.size = 5, .time_law = StartTimeOptions{}}, 0);
  EXPECT_EQ(start.t_b.abs().max().item<float>(), 0);
  const Batch twice = Get({.size = 5, .times_per_pair = 2}, 0);
  EXPECT_EQ(twice.x0_bd.size(0), 10);
  EXPECT_TRUE(at::equal(twice.x0_bd[0], twice.x0_bd[1]));
  EXPECT_NE(twice.t_b[0].item<float>(), twice.t_b[1].item<float>());
}

TEST_F(CachedPairsTest, EpochsGoThroughAllPairs) {
  std::vector<float> rows;
  for (int64_t step = 0; step < 3 * kPairs; ++step) {
    const Batch batch = Get({.size = 7, .draws = Draws::kEpochs}, step);
    for (int64_t i = 0; i < 7; ++i) {
      rows.push_back(batch.x0_bd[i][0].item<float>());
    }
    EXPECT_TRUE(at::equal(batch.x0_bd.select(1, 0), batch.x1_bd.select(1, 0)));
  }
  for (auto epoch = rows.begin(); epoch != rows.end(); epoch += kPairs) {
    EXPECT_EQ(std::set<float>(epoch, epoch + kPairs).size(), kPairs);
  }
}

TEST_F(CachedPairsTest, DistinctPairsComeOnceInAStep) {
  for (int64_t step = 0; step < 20; ++step) {
    const Batch batch =
        Get({.size = 40, .draws = Draws::kDistinctInStep}, step);
    std::set<float> seen;
    for (int64_t i = 0; i < 40; ++i) {
      seen.insert(batch.x0_bd[i][0].item<float>());
    }
    EXPECT_EQ(seen.size(), 40);
    EXPECT_TRUE(at::equal(batch.x0_bd.select(1, 0), batch.x1_bd.select(1, 0)));
  }
}

}  // namespace
}  // namespace flow::core
