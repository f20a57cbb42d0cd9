#include "federated/aggregation/add_scaled.h"

#include <cmath>
#include <limits>
#include <vector>

#include "gtest/gtest.h"

namespace flow::federated {
namespace {

// Numbers of many sizes and both signs.
template <typename T>
std::vector<T> Numbers(int64_t size) {
  std::vector<T> numbers;
  for (int64_t p = 0; p < size; ++p) {
    numbers.push_back(
        static_cast<T>(std::sin(1.7 * p) * std::pow(10.0, p % 9 - 4)));
  }
  return numbers;
}

template <typename T>
void ExpectSumsToTheBit() {
  const double factor = 1.0 / 3;
  for (const int64_t size : {0, 1, 3, 7, 8, 9, 31, 257}) {
    const std::vector<T> x = Numbers<T>(size);
    std::vector<double> sum(size, 0.7), expected = sum;
    for (int64_t p = 0; p < size; ++p) {
      // rounded, whatever the compiler would rather fuse
      volatile double term = factor * x[p];
      expected[p] += term;
    }
    AddScaled(factor, x, absl::MakeSpan(sum));
    EXPECT_EQ(sum, expected) << size;
  }
}

TEST(AddScaledTest, RoundsTheProductAndThenTheSum) {
  ExpectSumsToTheBit<float>();
  ExpectSumsToTheBit<double>();
}

TEST(AddScaledTest, HandsInfinitiesOn) {
  const std::vector<float> x(9, std::numeric_limits<float>::infinity());
  std::vector<double> sum(9, 1);
  AddScaled(2, x, absl::MakeSpan(sum));
  for (const double s : sum) {
    EXPECT_EQ(s, std::numeric_limits<double>::infinity());
  }
}

TEST(AddScaledDeathTest, TheLengthsMustAgree) {
  std::vector<double> sum(3);
  EXPECT_DEATH(AddScaled(1, std::vector<float>(2), absl::MakeSpan(sum)),
               "other numbers");
}

}  // namespace
}  // namespace flow::federated
