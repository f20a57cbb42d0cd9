#include "core/tensor/epoch_index.h"

#include <map>
#include <thread>
#include <tuple>
#include <vector>

#include "ATen/ops/arange.h"
#include "ATen/ops/concat.h"
#include "core/tensor/distinct_index.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

std::vector<int64_t> Numbers(const at::Tensor& index_n) {
  const int64_t* const first = index_n.const_data_ptr<int64_t>();
  return {first, first + index_n.numel()};
}

TEST(EpochIndexTest, EachEpochHasEveryRowOnce) {
  const EpochIndex index(/*seed=*/5, /*n=*/7);
  for (int64_t epoch = 0; epoch < 20; ++epoch) {
    EXPECT_TRUE(std::get<0>(index.Rows(7 * epoch, 7).sort())
                    .equal(at::arange(7, at::kLong)));
  }
}

// A place is what it is, whatever is asked for before it and beside it.
TEST(EpochIndexTest, IsAFunctionOfThePlace) {
  std::vector<at::Tensor> orders;
  for (int64_t epoch = 0; epoch < 6; ++epoch) {
    orders.push_back(DistinctIndexTensor(DeriveSeed(5, epoch), 7, 7));
  }
  const at::Tensor all = at::concat(orders);
  const EpochIndex index(/*seed=*/5, /*n=*/7);
  for (const int64_t first : {30, 0, 13, 6, 29}) {
    for (const int64_t rows : {1, 0, 9, 3}) {
      EXPECT_TRUE(index.Rows(first, rows).equal(all.narrow(0, first, rows)))
          << first << ", " << rows;
    }
  }
  EXPECT_TRUE(index.Rows(0, 42).equal(all));
}

TEST(EpochIndexTest, OneRowComesAlways) {
  EXPECT_THAT(Numbers(EpochIndex(1, 1).Rows(3, 4)),
              testing::ElementsAre(0, 0, 0, 0));
}

// 24000 epochs of three rows: each of six orders comes 4000 times, with the
// deviation sqrt(24000 / 6 * 5 / 6) = 57.7. Five of them: a false alarm once in
// 290000 seeds.
TEST(EpochIndexTest, AllOrdersAreAlike) {
  const EpochIndex index(/*seed=*/2, /*n=*/3);
  std::map<std::vector<int64_t>, int64_t> times;
  for (int64_t epoch = 0; epoch < 24000; ++epoch) {
    ++times[Numbers(index.Rows(3 * epoch, 3))];
  }
  EXPECT_EQ(times.size(), 6);
  for (const auto& [order, count] : times) EXPECT_NEAR(count, 4000, 5 * 57.7);
}

TEST(EpochIndexTest, ThreadsAgree) {
  const EpochIndex index(/*seed=*/9, /*n=*/50);
  const at::Tensor expected = EpochIndex(9, 50).Rows(0, 1000);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&index, &expected, t] {
      for (int64_t first = 10 * t; first + 30 <= 1000; first += 17) {
        EXPECT_TRUE(index.Rows(first, 30).equal(expected.narrow(0, first, 30)));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(EpochIndexDeathTest, RefusesWhatIsNotThere) {
  EXPECT_DEATH(EpochIndex(1, 0), "epochs of nothing");
  EXPECT_DEATH(EpochIndex(1, 3).Rows(-1, 2), "2 places from -1");
}

}  // namespace
}  // namespace flow::core
