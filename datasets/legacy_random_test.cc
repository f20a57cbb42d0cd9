#include "datasets/legacy_random.h"

#include <numeric>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

// The figures are those of numpy 2.4, whose RandomState is frozen.

namespace flow::datasets {
namespace {

using ::testing::ElementsAre;

// numpy.arange(2. * rows).reshape(rows, 2)
std::vector<double> Arange(int64_t rows) {
  std::vector<double> value(2 * rows);
  std::iota(value.begin(), value.end(), 0);
  return value;
}

TEST(LegacyRandomTest, UniformNumbersAreThoseOfNumpy) {
  // r = numpy.random.RandomState(42); r.rand(3)
  LegacyRandom r(42);
  EXPECT_EQ(r.Uniform(), 0.3745401188473625);
  EXPECT_EQ(r.Uniform(), 0.9507143064099162);
  EXPECT_EQ(r.Uniform(), 0.7319939418114051);
  // numpy.random.RandomState(2**32 - 1).rand(2)
  LegacyRandom largest(4294967295);
  EXPECT_EQ(largest.Uniform(), 0.0976320289940138);
  EXPECT_EQ(largest.Uniform(), 0.9123828453026218);
}

// r = numpy.random.RandomState(42)
// a = numpy.arange(20.).reshape(10, 2); r.shuffle(a); a[:, 0]; r.rand(4)
TEST(LegacyRandomTest, ShufflesRowsAsNumpyAndGoesOnAsItDoes) {
  LegacyRandom r(42);
  std::vector<double> a = Arange(10);
  r.ShuffleRows(/*columns=*/2, absl::MakeSpan(a));
  EXPECT_THAT(a, ElementsAre(16, 17, 2, 3, 10, 11, 0, 1, 14, 15, 4, 5, 18, 19,
                             8, 9, 6, 7, 12, 13));
  EXPECT_EQ(r.Uniform(), 0.15599452033620265);
  EXPECT_EQ(r.Uniform(), 0.05808361216819946);
  EXPECT_EQ(r.Uniform(), 0.8661761457749352);
  EXPECT_EQ(r.Uniform(), 0.6011150117432088);
}

// r = numpy.random.RandomState(0)
// a = numpy.arange(3000.).reshape(1500, 2); r.shuffle(a)
// a[:6, 0]; a[-3:, 0]; r.rand()
TEST(LegacyRandomTest, ShufflesMoreRowsThanTheGeneratorHasWords) {
  LegacyRandom r(0);
  std::vector<double> a = Arange(1500);
  r.ShuffleRows(/*columns=*/2, absl::MakeSpan(a));
  std::vector<double> first;
  for (const int64_t i : {0, 1, 2, 3, 4, 5, 1497, 1498, 1499}) {
    first.push_back(a[2 * i]);
    EXPECT_EQ(a[2 * i + 1], a[2 * i] + 1);
  }
  EXPECT_THAT(first,
              ElementsAre(942, 18, 2998, 108, 2822, 2314, 2432, 1118, 1368));
  EXPECT_EQ(r.Uniform(), 0.8768395705901733);
}

TEST(LegacyRandomTest, AShuffleOfOneRowOrNoneDrawsNothing) {
  LegacyRandom r(42);
  std::vector<double> one = Arange(1), none;
  r.ShuffleRows(/*columns=*/2, absl::MakeSpan(one));
  r.ShuffleRows(/*columns=*/2, absl::MakeSpan(none));
  EXPECT_THAT(one, ElementsAre(0, 1));
  EXPECT_EQ(r.Uniform(), 0.3745401188473625);
}

}  // namespace
}  // namespace flow::datasets
