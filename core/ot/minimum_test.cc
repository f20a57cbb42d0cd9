#include "core/ot/minimum.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/base/random.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(MinimumTest, AgreesWithAPlainLoopForEveryLength) {
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
}

TEST(MinimumTest, FindsTheMinimumWhereverItIs) {
  for (int32_t at = 0; at < 75; ++at) {
    std::vector<double> values(75, 1.0);
    values[at] = -1;
    EXPECT_EQ(Minimum(values.data(), 75), -1) << at;
  }
}

TEST(MinimumTest, PassesOverInfinities) {
  std::vector<double> values(40, kInfinity);
  EXPECT_EQ(Minimum(values.data(), 40), kInfinity);
  values[33] = 2;
  EXPECT_EQ(Minimum(values.data(), 40), 2);
}

}  // namespace
}  // namespace flow::core
