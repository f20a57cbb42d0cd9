#include "federated/exchange/fixed_point.h"

#include <cmath>
#include <vector>

#include "ATen/core/Tensor.h"
#include "core/base/status_testing.h"
#include "core/tensor/random_tensor.h"
#include "federated/aggregation/client_value_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using testing::ElementsAre;

uint64_t Word(int64_t whole) { return static_cast<uint64_t>(whole); }

// M = 7: a step is 1.
constexpr SecureSumOptions kSevens{.range = 7, .bits = 4};

TEST(ToFixedPointTest, ByHand) {
  ASSERT_OK_AND_ASSIGN(
      const FixedPoint q,
      ToFixedPoint(kSevens, 1, Row({3, -2.4, 0.5, 1.5, -2.5, 7, -9, 1e300})));
  EXPECT_THAT(q.words,
              ElementsAre(3, Word(-2), 0, 2, Word(-2), 7, Word(-7), 7));
  EXPECT_EQ(q.clipped, 2);
}

// Numbers are clipped first and weighted then: 20 counts as 7, half of it 3.5.
TEST(ToFixedPointTest, WeighsWhatIsClipped) {
  ASSERT_OK_AND_ASSIGN(const FixedPoint q,
                       ToFixedPoint(kSevens, 0.5, Row({20, 6, -3})));
  EXPECT_THAT(q.words, ElementsAre(4, 3, Word(-2)));
  EXPECT_EQ(q.clipped, 1);
}

// The ends of the range are M and -M for every count of bits, where a quotient
// that rounds up would be M + 1.
TEST(ToFixedPointTest, TheEndsOfTheRangeFit) {
  for (const double range : {8.0, 0.1, 1e-300, 1.7e308}) {
    for (int64_t bits = 2; bits <= 52; ++bits) {
      const SecureSumOptions options{.range = range, .bits = bits};
      const int64_t largest = (int64_t{1} << (bits - 1)) - 1;
      ASSERT_OK_AND_ASSIGN(const FixedPoint q,
                           ToFixedPoint(options, 1, Row({range, -range})));
      EXPECT_THAT(q.words, ElementsAre(Word(largest), Word(-largest)));
      EXPECT_EQ(q.clipped, 0);
      EXPECT_TRUE(FromFixedPoint(options, bits, q.words, at::kDouble)
                      .equal(Row({range, -range})));
    }
  }
}

// Half a step of 8 / (2^21 - 1), and the rounding of doubles.
TEST(FromFixedPointTest, IsWithinHalfAStep) {
  const SecureSumOptions options;
  const at::Tensor x = core::NormalTensor(1, 1, 1000).flatten().to(at::kDouble);
  for (const double weight : {1.0, 0.37, 0.0}) {
    ASSERT_OK_AND_ASSIGN(const FixedPoint q, ToFixedPoint(options, weight, x));
    const at::Tensor back = FromFixedPoint(options, 22, q.words, at::kDouble);
    EXPECT_LE(Gap(back, x.mul(weight)), 4 / 2097151.0 + 1e-15);
  }
}

TEST(FromFixedPointTest, LooksAtTheLowBitsAlone) {
  const std::vector<uint64_t> words = {0x1F, 0xABC0, 0xFF8, 7};
  EXPECT_TRUE(FromFixedPoint(kSevens, 4, words, at::kDouble)
                  .equal(Row({-1, 0, -8, 7})));
  EXPECT_TRUE(FromFixedPoint(kSevens, 64, {~uint64_t{0}}, at::kFloat)
                  .equal(Row({-1}).to(at::kFloat)));
}

TEST(ToFixedPointTest, HasNoWholeNumberForWhatIsNotFinite) {
  for (const double bad : {std::nan(""), HUGE_VAL, -HUGE_VAL}) {
    EXPECT_THAT(
        ToFixedPoint({}, 0, Row({1, 2, bad, bad})),
        StatusIs(absl::StatusCode::kOutOfRange, "number 2 of 4 is not finite"));
  }
}

TEST(ToFixedPointDeathTest, RefusesSettingsOutOfRange) {
  EXPECT_DEATH((void)ToFixedPoint({}, 1.5, Row({1})), "weight must be in");
  EXPECT_DEATH((void)ToFixedPoint({.range = 0}, 1, Row({1})), "range must be");
  EXPECT_DEATH((void)ToFixedPoint({.bits = 1}, 1, Row({1})), "bits must be");
}

}  // namespace
}  // namespace flow::federated
