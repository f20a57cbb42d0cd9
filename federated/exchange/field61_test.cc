#include "federated/exchange/field61.h"

#include "core/base/random.h"
#include "gtest/gtest.h"

namespace flow::federated::field61 {
namespace {

uint64_t Slow(unsigned __int128 x) { return static_cast<uint64_t>(x % kPrime); }

// The ends of the field and a thousand elements, against long division.
TEST(Field61Test, IsArithmeticModuloThePrime) {
  RowRandom row(1, 0);
  for (int i = 0; i < 1000; ++i) {
    const uint64_t ends[] = {0, 1, 2, kPrime - 1};
    const uint64_t a = i < 16 ? ends[i / 4] : row.UniformInt(kPrime);
    const uint64_t b = i < 16 ? ends[i % 4] : row.UniformInt(kPrime);
    const auto wide = static_cast<unsigned __int128>(a);
    EXPECT_EQ(Add(a, b), Slow(wide + b));
    EXPECT_EQ(Subtract(a, b), Slow(wide + kPrime - b));
    EXPECT_EQ(Multiply(a, b), Slow(wide * b));
    if (a == 0) continue;
    EXPECT_EQ(Multiply(a, Inverse(a)), 1) << a;
  }
}

// 1/2 = 2^60 as 2 * 2^60 = 2^61 = 1.
TEST(Field61Test, ByHand) {
  EXPECT_EQ(Inverse(2), uint64_t{1} << 60);
  EXPECT_EQ(Multiply(uint64_t{1} << 60, 4), 2);
  EXPECT_DEATH(Inverse(0), "zero has no inverse");
}

}  // namespace
}  // namespace flow::federated::field61
