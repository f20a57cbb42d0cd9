#include "core/base/thread_pool.h"

#include <atomic>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace flow {
namespace {

TEST(ThreadPoolTest, RunsEachShardOnce) {
  for (const int threads : {1, 2, 5}) {
    ThreadPool pool(threads);
    EXPECT_EQ(pool.threads(), threads);
    for (int round = 0; round < 200; ++round) {
      std::vector<std::atomic<int>> count(round);
      pool.ParallelFor(round, [&](int64_t i) { ++count[i]; });
      for (const auto& c : count) ASSERT_EQ(c, 1);
    }
  }
}

TEST(ThreadPoolTest, ShardedSumsHaveTheSameBitsForAnyNumberOfThreads) {
  const auto sum = [](int threads) {
    ThreadPool pool(threads);
    std::vector<double> part(64);
    pool.ParallelFor(64, [&](int64_t i) {
      for (int k = 0; k < 100; ++k) part[i] += std::sin(i * 100.0 + k);
    });
    double total = 0;
    for (const double p : part) total += p;
    return total;
  };
  EXPECT_EQ(sum(1), sum(2));
  EXPECT_EQ(sum(1), sum(8));
}

TEST(ThreadPoolTest, TheExceptionOfTheLowestShardReachesTheCaller) {
  for (const int threads : {1, 2, 5}) {
    ThreadPool pool(threads);
    std::atomic<int> ran = 0;
    std::string caught;
    try {
      pool.ParallelFor(100, [&](int64_t i) {
        ++ran;
        if (i % 10 == 7) throw std::runtime_error(std::to_string(i));
      });
    } catch (const std::runtime_error& error) {
      caught = error.what();
    }
    EXPECT_EQ(caught, "7");
    EXPECT_EQ(ran, 100);
    // the pool is as good as new
    pool.ParallelFor(100, [&](int64_t) { ++ran; });
    EXPECT_EQ(ran, 200);
  }
}

TEST(ThreadPoolTest, StartRunsInEachFurtherThread) {
  static std::atomic<int> started;
  started = 0;
  {
    ThreadPool pool(4, [] { ++started; });
  }
  EXPECT_LE(started, 3);
  {
    ThreadPool pool(3, [] { ++started; });
    while (started < 2) {
    }
  }
  SUCCEED();
}

}  // namespace
}  // namespace flow
