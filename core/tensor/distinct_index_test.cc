#include "core/tensor/distinct_index.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <vector>

namespace flow::core {
namespace {

std::vector<int64_t> Drawn(Seed seed, int64_t n, int64_t rows) {
  const at::Tensor index_n = DistinctIndexTensor(seed, n, rows);
  const int64_t* data = index_n.const_data_ptr<int64_t>();
  return {data, data + rows};
}

// The exchanges by which the sample is defined, on all n places.
std::vector<int64_t> Reference(Seed seed, int64_t n, int64_t rows) {
  std::vector<int64_t> places(n);
  for (int64_t i = 0; i < n; ++i) places[i] = i;
  for (int64_t i = 0; i < rows; ++i) {
    std::swap(places[i], places[i + RowRandom(seed, i).UniformInt(n - i)]);
  }
  places.resize(rows);
  return places;
}

TEST(DistinctIndexTest, IsTheBeginOfAShuffle) {
  for (const int64_t n : {1, 2, 7, 1000}) {
    for (Seed seed = 0; seed < 20; ++seed) {
      EXPECT_EQ(Drawn(seed, n, n), Reference(seed, n, n));
      EXPECT_EQ(Drawn(seed, n, n / 2), Reference(seed, n, n / 2));
    }
  }
}

TEST(DistinctIndexTest, NoRowComesTwice) {
  const std::vector<int64_t> drawn = Drawn(3, 50, 50);
  EXPECT_EQ(std::set<int64_t>(drawn.begin(), drawn.end()).size(), 50);
  EXPECT_EQ(*std::set<int64_t>(drawn.begin(), drawn.end()).rbegin(), 49);
}

// Each row is in a sample of 5 of 20 with probability 1/4; over 20000 samples
// its count has the standard deviation sqrt(20000 * 3/16) = 61.2. Five of them
// for each of 20 rows: a false alarm once in 90000 seeds.
TEST(DistinctIndexTest, EveryRowIsDrawnAlike) {
  std::vector<int64_t> count(20);
  for (Seed seed = 0; seed < 20000; ++seed) {
    for (const int64_t row : Drawn(seed, 20, 5)) ++count[row];
  }
  for (const int64_t times : count) EXPECT_NEAR(times, 5000, 5 * 61.2);
}

TEST(DistinctIndexTest, TakesFewOfVeryMany) {
  for (const int64_t row : Drawn(1, int64_t{1} << 60, 10)) EXPECT_GE(row, 0);
  EXPECT_TRUE(Drawn(1, 0, 0).empty());
}

TEST(DistinctIndexDeathTest, RefusesMoreThanThereAre) {
  EXPECT_DEATH(DistinctIndexTensor(1, 3, 4), "4 distinct rows of 3");
}

}  // namespace
}  // namespace flow::core
