#include "core/ot/minimum.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/base/random.h"
#include "core/kernels/dispatch_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Numbers with ties when `values` is small.
template <typename T>
std::vector<T> WholeNumbers(int32_t count, int values, int which) {
  RowRandom random(DeriveSeed(1, "numbers", values, which), count);
  std::vector<T> numbers(count);
  for (T& number : numbers) number = static_cast<T>(random.UniformInt(values));
  return numbers;
}

TEST(MinimumTest, AgreesWithAPlainLoopForEveryLength) {
  ForEachInstructionSet([] {
    for (int32_t count = 0; count <= 150; ++count) {
      RowRandom random(DeriveSeed(1, "minimum"), count);
      std::vector<double> a(count), b(count);
      double least = kInfinity, least_sum = kInfinity;
      for (int32_t j = 0; j < count; ++j) {
        a[j] = random.Normal();
        b[j] = random.Normal();
        least = std::min(least, a[j]);
        least_sum = std::min(least_sum, a[j] + b[j]);
      }
      EXPECT_EQ(Minimum(a.data(), count), least) << count;
      EXPECT_EQ(MinimumOfSum(a.data(), b.data(), count), least_sum) << count;
    }
  });
}

TEST(MinimumTest, FindsTheMinimumWhereverItIs) {
  ForEachInstructionSet([] {
    for (int32_t at = 0; at < 75; ++at) {
      std::vector<double> values(75, 1.0);
      values[at] = -1;
      EXPECT_EQ(Minimum(values.data(), 75), -1) << at;
      EXPECT_EQ(FirstEqual(values.data(), 75, -1), at);
      EXPECT_EQ(FirstEqualSum(values.data(), values.data(), 75, -2), at);
    }
  });
}

TEST(MinimumTest, PassesOverInfinities) {
  ForEachInstructionSet([] {
    std::vector<double> values(40, kInfinity);
    EXPECT_EQ(Minimum(values.data(), 40), kInfinity);
    values[33] = 2;
    EXPECT_EQ(Minimum(values.data(), 40), 2);
  });
}

TEST(FirstEqualTest, IsTheFirstOfSeveralAndTheCountOfNone) {
  ForEachInstructionSet([] {
    for (int32_t count = 0; count <= 60; ++count) {
      const auto a = WholeNumbers<double>(count, 9, 0);
      const auto b = WholeNumbers<double>(count, 9, 1);
      for (const double value : {0.0, 3.0, 8.0, 100.0}) {
        const auto found = std::find(a.begin(), a.end(), value);
        EXPECT_EQ(FirstEqual(a.data(), count, value), found - a.begin());
        int32_t first = 0;
        while (first < count && a[first] + b[first] != value) ++first;
        EXPECT_EQ(FirstEqualSum(a.data(), b.data(), count, value), first);
      }
    }
  });
}

TEST(NextBelowTest, MeetsEachValueBelowTheLimitInTurn) {
  ForEachInstructionSet([] {
    for (int32_t count = 0; count <= 60; ++count) {
      const auto a = WholeNumbers<double>(count, 9, 0);
      int32_t next = NextBelow(a.data(), 0, count, 3);
      for (int32_t j = 0; j < count; ++j) {
        if (a[j] >= 3) continue;
        EXPECT_EQ(next, j);
        next = NextBelow(a.data(), j + 1, count, 3);
      }
      EXPECT_EQ(next, count);
    }
  });
}

TEST(TwoLeastTest, AgreesWithAPlainLoopForEveryLengthAndWithTies) {
  ForEachInstructionSet([] {
    for (const int values : {1, 3, 100000}) {
      for (int32_t count = 1; count <= 130; ++count) {
        const auto a = WholeNumbers<float>(count, values, 0);
        const auto b = WholeNumbers<float>(count, values, 1);
        std::vector<float> sums(count);
        for (int32_t j = 0; j < count; ++j) sums[j] = a[j] + b[j];
        const auto at = std::min_element(sums.begin(), sums.end());
        const TwoLeast two = TwoLeastOfSum(a.data(), b.data(), count);
        ASSERT_EQ(two.at, at - sums.begin()) << count;
        ASSERT_EQ(ChosenTwoLeastOfSum()(a.data(), b.data(), count).at, two.at);
        ASSERT_EQ(two.least, *at);
        *at = std::numeric_limits<float>::infinity();
        ASSERT_EQ(two.second, *std::min_element(sums.begin(), sums.end()));
      }
    }
  });
}

}  // namespace
}  // namespace flow::core
