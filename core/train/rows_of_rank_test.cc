#include "core/train/rows_of_rank.h"

#include <memory>
#include <vector>

#include "ATen/ops/concat.h"
#include "core/base/status_testing.h"
#include "core/coupling/independent.h"
#include "core/distribution/standard_normal_testing.h"
#include "core/processes/rows_of_process.h"
#include "core/train/batch_source.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

std::shared_ptr<const BatchSource> Source(int64_t size) {
  const auto normal = StandardNormal(3);
  return std::make_shared<BatchSource>(
      normal, normal, std::make_shared<IndependentCoupling>(),
      BatchOptions{.size = size, .stretch = 4}, /*seed=*/5);
}

// Seven rows for three: two, two and three. Of stretches of four steps, asked
// for in and out of their order.
TEST(RowsOfRankTest, TheProcessesTogetherHaveEveryRowOnce) {
  const auto source = Source(7);
  const RowsOfRank first(source, 0, 3), second(source, 1, 3),
      third(source, 2, 3);
  for (const int64_t step : {0, 1, 2, 5, 3}) {
    ASSERT_OK_AND_ASSIGN(const Batch whole, source->Get(step));
    std::vector<at::Tensor> x0, x1, t, noise;
    for (const RowsOfRank* of_rank : {&first, &second, &third}) {
      ASSERT_OK_AND_ASSIGN(const Stretch stretch, of_rank->GetStretch(step));
      EXPECT_EQ(stretch.first, step);
      EXPECT_EQ(stretch.steps, 1);
      const Batch own = stretch.At(step);
      x0.push_back(own.x0_bd);
      x1.push_back(own.x1_bd);
      t.push_back(own.t_b);
      noise.push_back(own.noise_bd);
    }
    EXPECT_EQ(t[0].size(0), RowsOf(0, 3, 7));
    EXPECT_EQ(t[2].size(0), RowsOf(2, 3, 7));
    EXPECT_TRUE(at::concat(x0).equal(whole.x0_bd));
    EXPECT_TRUE(at::concat(x1).equal(whole.x1_bd));
    EXPECT_TRUE(at::concat(t).equal(whole.t_b));
    EXPECT_TRUE(at::concat(noise).equal(whole.noise_bd));
  }
}

// A row drops what it drops in the whole batch, also late in a stretch.
TEST(RowsOfRankTest, DropsWhatTheWholeBatchDrops) {
  const auto source = Source(8);
  const RowsOfRank second(source, 1, 2);
  for (const int64_t step : {0, 3}) {
    ASSERT_OK_AND_ASSIGN(const Batch whole, source->Get(step));
    ASSERT_OK_AND_ASSIGN(const Batch own, second.Get(step));
    EXPECT_EQ(own.dropout.seed, whole.dropout.seed);
    EXPECT_EQ(own.dropout.first_row, whole.dropout.first_row + 4);
  }
}

}  // namespace
}  // namespace flow::core
