#include "core/io/array.h"

#include <cmath>
#include <string>
#include <vector>

#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ArrayTest, HoldsRowMajorLittleEndianBytes) {
  const Array x = MakeArray<int32_t>({2, 1}, {1, -2});
  EXPECT_EQ(x.dtype, DType::kInt32);
  EXPECT_EQ(x.bytes, std::string("\x01\x00\x00\x00\xfe\xff\xff\xff", 8));
  EXPECT_EQ(NumElements(x), 2);
}

TEST(ArrayTest, ReadsBackWhatWasPutIn) {
  EXPECT_THAT(Values<float>(MakeArray<float>({2}, {1.5f, -2.0f})),
              IsOkAndHolds(ElementsAre(1.5f, -2.0f)));
  EXPECT_THAT(Values<bool>(MakeArray<bool>({3}, {true, false, true})),
              IsOkAndHolds(ElementsAre(true, false, true)));
  EXPECT_THAT(Values<int64_t>(MakeArray<int64_t>({}, {1ll << 60})),
              IsOkAndHolds(ElementsAre(1ll << 60)));
}

TEST(ArrayTest, RefusesAnotherDType) {
  EXPECT_THAT(Values<float>(MakeArray<double>({1}, {1.0})),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "the array must be float32; got float64"));
}

TEST(ArrayTest, EveryDTypeConvertsToDoubles) {
  EXPECT_THAT(ToDoubles(MakeArray<float>({1}, {0.5f})), ElementsAre(0.5));
  EXPECT_THAT(ToDoubles(MakeArray<double>({1}, {0.1})), ElementsAre(0.1));
  EXPECT_THAT(ToDoubles(MakeArray<int64_t>({1}, {-7})), ElementsAre(-7));
  EXPECT_THAT(ToDoubles(MakeArray<int32_t>({1}, {-7})), ElementsAre(-7));
  EXPECT_THAT(ToDoubles(MakeArray<uint8_t>({1}, {255})), ElementsAre(255));
  EXPECT_THAT(ToDoubles(MakeArray<bool>({1}, {true})), ElementsAre(1));
}

// 1.5 = 0x3e00, -2, the largest 65504, the smallest normal 2^-14, the smallest
// of all 2^-24, -0, infinity.
TEST(ArrayTest, HalvesConvertToDoubles) {
  const Array halves{
      DType::kFloat16,
      {7},
      std::string("\x00\x3e\x00\xc0\xff\x7b\x00\x04\x01\x00\x00\x80\x00\x7c",
                  14)};
  EXPECT_THAT(ToDoubles(halves), ElementsAre(1.5, -2, 65504, std::ldexp(1, -14),
                                             std::ldexp(1, -24), 0, INFINITY));
  const Array nan{DType::kFloat16, {1}, std::string("\x01\x7e", 2)};
  EXPECT_TRUE(std::isnan(ToDoubles(nan)[0]));
}

// A short string keeps its bytes inside the object, wherever that lies.
TEST(ArrayTest, ReadsBytesAtAnyAlignment) {
  const Array small{DType::kInt32, {1}, std::string("\x07\x00\x00\x00", 4)};
  EXPECT_THAT(Values<int32_t>(small), IsOkAndHolds(ElementsAre(7)));
}

TEST(ArrayTest, AnyNonZeroByteIsTrue) {
  const Array flags{DType::kBool, {2}, std::string("\x02\x00", 2)};
  EXPECT_THAT(Values<bool>(flags), IsOkAndHolds(ElementsAre(true, false)));
}

TEST(ArrayTest, AnEmptyArrayHasNoBytes) {
  const Array x = MakeArray<float>({0, 3}, {});
  EXPECT_EQ(NumElements(x), 0);
  EXPECT_THAT(ToDoubles(x), IsEmpty());
}

TEST(ArrayTest, ByteSizeRefusesWhatNoArrayHas) {
  EXPECT_EQ(ByteSize(DType::kFloat64, {2, 3}), 48);
  EXPECT_EQ(ByteSize(DType::kBool, {}), 1);
  EXPECT_EQ(ByteSize(DType::kUint8, {-1, 2}), std::nullopt);
  EXPECT_EQ(ByteSize(DType::kUint8, {1ll << 40, 1ll << 40}), std::nullopt);
  EXPECT_EQ(ByteSize(DType::kFloat64, {1ll << 60}), std::nullopt);
}

TEST(ArrayTest, ConsistencyIsAboutTheNumberOfBytes) {
  EXPECT_TRUE(IsConsistent({DType::kInt32, {2}, std::string(8, '\0')}));
  EXPECT_FALSE(IsConsistent({DType::kInt32, {2}, std::string(7, '\0')}));
}

TEST(ArrayDeathTest, MakingAnArrayThatDoesNotFillItsShapeIsABug) {
  EXPECT_DEATH(MakeArray<float>({3}, {1.0f, 2.0f}), "do not fill the shape");
}

}  // namespace
}  // namespace flow::core
