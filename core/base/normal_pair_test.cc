#include "core/base/normal_pair.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>

#include "core/base/random.h"

namespace flow {
namespace {

// The definition, by the mathematical library in long double.
NormalPair Reference(double u, double v) {
  const long double radius = std::sqrt(-2 * std::log(1 - (long double){u}));
  const long double angle = 2 * std::acos(-1.0L) * v;
  return {static_cast<double>(radius * std::cos(angle)),
          static_cast<double>(radius * std::sin(angle))};
}

// Within a few roundings: of the radius, at most 8.6, times cosine or sine.
void ExpectNear(double u, double v) {
  const NormalPair pair = MakeNormalPair(u, v);
  const NormalPair expected = Reference(u, v);
  const double radius = std::hypot(expected.first, expected.second);
  const double tolerance = 4 * 0x1p-53 * radius;
  EXPECT_NEAR(pair.first, expected.first, tolerance) << u << " " << v;
  EXPECT_NEAR(pair.second, expected.second, tolerance) << u << " " << v;
}

TEST(NormalPairTest, IsBoxAndMullersFormula) {
  RowRandom random(1, 0);
  for (int i = 0; i < 200000; ++i) {
    ExpectNear(random.Uniform(), random.Uniform());
  }
}

TEST(NormalPairTest, HoldsAtTheEdges) {
  constexpr double kLast = 1 - 0x1p-53;
  for (const double u :
       {0.0, 0x1p-53, 0x1p-30, 0.25, 0.2928932188134525, 0.5, 0.75, kLast}) {
    for (const double v : {0.0, 0x1p-53, 0.125, 0.125 - 0x1p-53, 0.25, 0.375,
                           0.5, 0.625, 0.75, 0.875, 0.875 + 0x1p-53, kLast}) {
      ExpectNear(u, v);
    }
  }
  EXPECT_EQ(MakeNormalPair(0, 0.3).first, 0);
  EXPECT_NEAR(MakeNormalPair(kLast, 0).first, std::sqrt(106 * std::log(2.0)),
              1e-14);
}

TEST(NormalPairTest, OfARowAreTheNumbersOfItsStream) {
  for (const uint64_t row : {uint64_t{0}, uint64_t{9}, ~uint64_t{0}}) {
    RowRandom random(/*seed=*/77, row);
    for (uint64_t pair = 0; pair < 20; ++pair) {
      const NormalPair both = NormalPairOfRow(/*seed=*/77, row, pair);
      EXPECT_EQ(both.first, random.Normal());
      EXPECT_EQ(both.second, random.Normal());
    }
  }
}

}  // namespace
}  // namespace flow
