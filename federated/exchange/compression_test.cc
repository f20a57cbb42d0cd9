#include "federated/exchange/compression.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "ATen/core/Formatting.h"
#include "ATen/ops/tensor.h"
#include "ATen/ops/zeros.h"
#include "ATen/ops/zeros_like.h"
#include "c10/util/Half.h"
#include "core/base/random.h"
#include "core/tensor/random_tensor.h"
#include "federated/aggregation/client_value_testing.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Compressed Sent(const CompressionOptions& options, const at::Tensor& x,
                Seed seed = 1) {
  return Compress(options, x, {x.numel()}, seed);
}

double At(const at::Tensor& x, int64_t p) { return x[p].item<double>(); }

TEST(UncompressedTest, IsWhatWasSent) {
  const at::Tensor x = Row({1, -2, kInfinity});
  const Compressed sent = Sent(UncompressedOptions{}, x);
  EXPECT_TRUE(sent.value.equal(x));
  EXPECT_EQ(sent.bytes, 24);
  EXPECT_EQ(Sent(UncompressedOptions{}, x.to(at::kFloat)).bytes, 12);
}

// The scales are 127/127 = 1 and 254/127 = 2: whole steps are not rounded.
TEST(Int8Test, ByHand) {
  const at::Tensor x = Row({127, -3, 0, -254, 2, 0, 0});
  for (const at::ScalarType dtype : {at::kFloat, at::kDouble}) {
    const Compressed sent = Compress(Int8Options{}, x.to(dtype), {3, 2, 2}, 5);
    EXPECT_TRUE(sent.value.equal(x.to(dtype))) << sent.value;
    EXPECT_EQ(sent.bytes, 7 + 3 * 4);
  }
}

// By the definition, number by number: 0.75 of a step goes up where u >= 0.25.
TEST(Int8Test, RoundsUpWhereTheUniformSaysSo) {
  std::vector<double> values(64, 0.75);
  values[0] = 127;
  const at::Tensor read = Sent(Int8Options{}, Row(values), 9).value;
  int ups = 0;
  for (int64_t p = 1; p < 64; ++p) {
    const bool up = RowRandom(9, p).Uniform() >= 0.25;
    EXPECT_EQ(At(read, p), up ? 1 : 0) << p;
    ups += up;
  }
  EXPECT_GT(ups, 0);
  EXPECT_LT(ups, 63);
}

// A number a of a step of s is s floor(a) or s ceil(a): its mean over n seeds
// has a standard error of at most s / (2 sqrt(n)). Ten numbers, five standard
// errors each: a false alarm of 6e-6 had the seeds not been fixed.
TEST(Int8Test, TheMeanIsRight) {
  const at::Tensor x = Row({1, 0.1, -0.2, 0.3, -0.4, 0.5, -0.6, 0.7, -0.8, 0});
  const double step = 1.0 / 127;
  constexpr int kSeeds = 4000;
  at::Tensor sum = at::zeros({10}, at::kDouble);
  for (Seed seed = 0; seed < kSeeds; ++seed) {
    const at::Tensor read = Sent(Int8Options{}, x, seed).value;
    EXPECT_LT(Gap(read, x), 1.000001 * step);  // the scale is rounded up
    sum.add_(read);
  }
  EXPECT_LT(Gap(sum.div(kSeeds), x), 5 * step / (2 * std::sqrt(kSeeds)));
}

// What stands in other tensors does not matter.
TEST(Int8Test, ARoundingDependsOnThePlaceAndItsTensorAlone) {
  const at::Tensor x = core::NormalTensor(3, 1, 300).flatten();
  at::Tensor other = x.clone();
  other.slice(0, 100, 200).mul_(17);
  const std::vector<int64_t> sizes = {100, 100, 100};
  const at::Tensor a = Compress(Int8Options{}, x, sizes, 4).value;
  const at::Tensor b = Compress(Int8Options{}, other, sizes, 4).value;
  EXPECT_TRUE(a.slice(0, 0, 100).equal(b.slice(0, 0, 100)));
  EXPECT_TRUE(a.slice(0, 200).equal(b.slice(0, 200)));
  EXPECT_FALSE(a.equal(Compress(Int8Options{}, x, sizes, 5).value));
}

TEST(Int8Test, ATensorWithWhatIsNotFiniteIsReadAsNan) {
  for (const double bad : {kNan, kInfinity, -kInfinity}) {
    const at::Tensor x = Row({1, bad, 0, 127, 0});
    const Compressed sent = Compress(Int8Options{}, x, {3, 2}, 1);
    for (int64_t p = 0; p < 3; ++p) EXPECT_TRUE(std::isnan(At(sent.value, p)));
    EXPECT_EQ(At(sent.value, 3), 127);
    EXPECT_EQ(sent.clipped, 0);
    EXPECT_EQ(sent.bytes, 5 + 2 * 4);
  }
}

// Half of all scales would be rounded down were they not rounded up.
TEST(Int8Test, TheLargestIsNotBeyondTheScale) {
  for (Seed seed = 0; seed < 50; ++seed) {
    const at::Tensor x = core::NormalTensor(seed, 1, 20).flatten();
    EXPECT_EQ(Sent(Int8Options{}, x, seed).clipped, 0) << seed;
  }
}

// The scale of the first would round to a product above the largest float32;
// that of the second is below all float32 but zero.
TEST(Int8Test, TheEndsOfTheDtypeStayFinite) {
  const double largest = std::numeric_limits<float>::max();
  const at::Tensor x = Row({largest, -largest}).to(at::kFloat);
  EXPECT_TRUE(Sent(Int8Options{}, x).value.equal(x));
  const at::Tensor tiny = Row({1e-45, 0}).to(at::kFloat);
  const at::Tensor read = Sent(Int8Options{}, tiny).value;
  EXPECT_LE(At(read, 0), 1e-45 * 2);
  EXPECT_GE(At(read, 0), 0);
  EXPECT_EQ(At(read, 1), 0);
}

TEST(Int8Test, WhatIsBeyondTheScaleIsClippedAndCounted) {
  const double most = 127 * double{std::numeric_limits<float>::max()};
  const Compressed sent = Sent(Int8Options{}, Row({1e300, -1e41, most, 0}));
  EXPECT_EQ(At(sent.value, 0), most);
  EXPECT_EQ(At(sent.value, 1), -most);
  EXPECT_EQ(At(sent.value, 2), most);
  EXPECT_EQ(At(sent.value, 3), 0);
  EXPECT_EQ(sent.clipped, 2);
}

// 1 + 2^-11 is a tie between 1 and 1 + 2^-10; halves below 2^-14 are 2^-24
// apart.
TEST(Fp16Test, ByHand) {
  const double tie = 1 + 0x1p-11;
  const at::Tensor x = Row({tie, tie + 0x1p-40, tie + 0x1p-10, 0x1.8p-24,
                            0x1p-25, 1.01 * 0x1p-25, -65519, 1.0 / 3});
  const at::Tensor want = Row({1, 1 + 0x1p-10, 1 + 0x1p-9, 0x1p-23, 0, 0x1p-24,
                               -65504, 0.333251953125});
  const Compressed sent = Sent(Fp16Options{}, x);
  EXPECT_TRUE(sent.value.equal(want)) << sent.value;
  EXPECT_EQ(sent.bytes, 16);
  EXPECT_EQ(sent.clipped, 0);
  const at::Tensor zero = Sent(Fp16Options{}, Row({-0.0, -1e-30})).value;
  EXPECT_TRUE(std::signbit(At(zero, 0)) && std::signbit(At(zero, 1)));
}

// All halves that there are, and what lies in the middle of two: LibTorch's
// conversion from float32, which holds these numbers, is the oracle.
TEST(Fp16Test, RoundsAsIeeeSays) {
  std::vector<float> values;
  for (uint32_t bits = 0; bits < 0x7C00; ++bits) {
    const float x = c10::Half(bits, c10::Half::from_bits());
    const float next = c10::Half(bits + 1, c10::Half::from_bits());
    values.push_back(x);
    values.push_back(-x);
    if (std::isfinite(next)) values.push_back((x + next) / 2);
    if (std::isfinite(next)) values.push_back(std::nextafter(x, next));
  }
  const at::Tensor x = at::tensor(values);
  const at::Tensor want = x.to(at::kHalf).to(at::kFloat);
  EXPECT_TRUE(Sent(Fp16Options{}, x).value.equal(want));
}

TEST(Fp16Test, WhatIsTooLargeIsClippedAndWhatIsNotFiniteIsNot) {
  const Compressed sent =
      Sent(Fp16Options{}, Row({65520, -1e300, kInfinity, -kInfinity, kNan}));
  EXPECT_EQ(At(sent.value, 0), 65504);
  EXPECT_EQ(At(sent.value, 1), -65504);
  EXPECT_EQ(At(sent.value, 2), kInfinity);
  EXPECT_EQ(At(sent.value, 3), -kInfinity);
  EXPECT_TRUE(std::isnan(At(sent.value, 4)));
  EXPECT_EQ(sent.clipped, 2);
}

// k = ceil(0.4 * 5) = 2, the largest over all tensors.
TEST(TopKTest, ByHand) {
  const at::Tensor x = Row({1, -5, 2, 3, -2});
  const Compressed sent = Compress(TopKOptions{0.4}, x, {2, 3}, 0);
  EXPECT_TRUE(sent.value.equal(Row({0, -5, 0, 3, 0}))) << sent.value;
  EXPECT_EQ(sent.bytes, 16);
}

TEST(TopKTest, OfEqualsTheLowerPlaceGoes) {
  const at::Tensor x = Row({1, 2, -2, 2, -2});
  EXPECT_TRUE(Sent(TopKOptions{0.6}, x).value.equal(Row({0, 2, -2, 2, 0})));
  const at::Tensor zeros = at::zeros({5}, at::kDouble);
  EXPECT_TRUE(Sent(TopKOptions{0.6}, zeros).value.equal(zeros));
}

// Against a stable sort by size.
TEST(TopKTest, AreTheLargestForEveryFraction) {
  const at::Tensor x = core::NormalTensor(8, 1, 97).flatten();
  std::vector<int64_t> order(97);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
    return std::abs(At(x, a)) > std::abs(At(x, b));
  });
  for (int64_t k = 1; k <= 97; k += 6) {
    at::Tensor want = at::zeros_like(x);
    for (int64_t i = 0; i < k; ++i) want[order[i]] = x[order[i]];
    const Compressed sent = Sent(TopKOptions{k / 97.0}, x);
    EXPECT_TRUE(sent.value.equal(want)) << k;
    EXPECT_EQ(sent.bytes, 8 * k);
  }
}

TEST(TopKTest, SendsFloat32) {
  const Compressed sent = Sent(TopKOptions{1}, Row({0.1, -1e300}));
  EXPECT_EQ(At(sent.value, 0), double{0.1f});
  EXPECT_EQ(At(sent.value, 1), -double{std::numeric_limits<float>::max()});
  EXPECT_EQ(sent.clipped, 1);
}

TEST(TopKTest, WhatIsNotFiniteCountsAsTheLargest) {
  const at::Tensor x = Row({9, kNan, 1, -kInfinity, kNan});
  const Compressed sent = Sent(TopKOptions{0.4}, x);
  EXPECT_EQ(At(sent.value, 0), 0);
  EXPECT_TRUE(std::isnan(At(sent.value, 1)));
  EXPECT_EQ(At(sent.value, 3), -kInfinity);
  EXPECT_EQ(At(sent.value, 4), 0);
  EXPECT_EQ(sent.clipped, 0);
}

TEST(CompressDeathTest, RefusesWhatIsNoRowOfTheTensors) {
  const at::Tensor x = Row({1, 2, 3});
  EXPECT_DEATH(Compress(Fp16Options{}, x, {1, 1}, 0),
               "the tensors have 2 numbers and the row 3");
  EXPECT_DEATH(Compress(Fp16Options{}, x, {4, -1}, 0), "no size of -1");
  EXPECT_DEATH(Sent(Fp16Options{}, at::zeros({0})), "one contiguous row");
  EXPECT_DEATH(Sent(Fp16Options{}, at::zeros({2, 2})), "one contiguous row");
  EXPECT_DEATH(Sent(Fp16Options{}, at::zeros({2}, at::kLong)), "float32 or");
}

}  // namespace
}  // namespace flow::federated
