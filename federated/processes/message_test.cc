#include "federated/processes/message.h"

#include <cmath>
#include <cstring>
#include <limits>

#include "ATen/ops/arange.h"
#include "ATen/ops/equal.h"
#include "ATen/ops/full.h"
#include "ATen/ops/zeros.h"
#include "absl/status/status.h"
#include "core/base/status_testing.h"
#include "federated/processes/message_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Message Small() {
  return {.kind = 7,
          .numbers = {-1, std::numeric_limits<int64_t>::min()},
          .reals = {0.1, -0.0},
          .tensors = {at::arange(6, at::kFloat).view({2, 3}),
                      at::full({}, 2.5, at::kDouble),
                      at::zeros({0, 4}, at::kFloat), at::arange(3, at::kLong)}};
}

TEST(MessageTest, ComesBack) {
  ASSERT_OK_AND_ASSIGN(const Message back, DecodeMessage(BytesOf(Small())));
  EXPECT_EQ(back.kind, 7);
  EXPECT_THAT(back.numbers,
              ElementsAre(-1, std::numeric_limits<int64_t>::min()));
  EXPECT_THAT(back.reals, ElementsAre(0.1, 0));
  EXPECT_TRUE(std::signbit(back.reals[1]));
  ASSERT_EQ(back.tensors.size(), 4);
  for (int i = 0; i < 4; ++i) {
    const at::Tensor expected = Small().tensors[i];
    EXPECT_EQ(back.tensors[i].sizes(), expected.sizes());
    EXPECT_EQ(back.tensors[i].scalar_type(), expected.scalar_type());
    EXPECT_TRUE(at::equal(back.tensors[i], expected));
  }
  EXPECT_EQ(BytesOf(back), BytesOf(Small()));
}

TEST(MessageTest, AnEmptyOneHasFortyBytes) {
  const std::string bytes = BytesOf({.kind = 1});
  EXPECT_EQ(bytes.size(), 40);
  ASSERT_OK_AND_ASSIGN(const Message back, DecodeMessage(bytes));
  EXPECT_EQ(back.kind, 1);
  EXPECT_THAT(back.tensors, IsEmpty());
}

TEST(MessageTest, ATransposedTensorIsWrittenByItsShape) {
  const at::Tensor transposed = at::arange(6, at::kDouble).view({2, 3}).t();
  ASSERT_OK_AND_ASSIGN(const Message back,
                       DecodeMessage(BytesOf({.tensors = {transposed}})));
  EXPECT_TRUE(at::equal(back.tensors[0], transposed));
}

TEST(MessageTest, ANaNKeepsItsBits) {
  const double nan = std::nan("77");
  const Message message = {.reals = {nan},
                           .tensors = {at::full({2}, nan, at::kDouble)}};
  ASSERT_OK_AND_ASSIGN(const Message back, DecodeMessage(BytesOf(message)));
  EXPECT_EQ(BytesOf(back), BytesOf(message));
}

TEST(MessageTest, EveryTruncationIsDataLoss) {
  const std::string bytes = BytesOf(Small());
  for (size_t size = 0; size < bytes.size(); ++size) {
    SCOPED_TRACE(size);
    EXPECT_THAT(DecodeMessage(absl::string_view(bytes).substr(0, size)),
                StatusIs(absl::StatusCode::kDataLoss));
  }
}

TEST(MessageTest, WhatFollowsTheEndIsDataLoss) {
  EXPECT_THAT(
      DecodeMessage(BytesOf(Small()) + "x"),
      StatusIs(absl::StatusCode::kDataLoss, HasSubstr("follows its end")));
}

// Whatever one byte is changed to, there is a message or a DataLoss.
TEST(MessageTest, AChangedByteIsNoCrash) {
  const std::string bytes = BytesOf(Small());
  int lost = 0;
  for (size_t place = 0; place < bytes.size(); ++place) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = bytes;
      changed[place] = static_cast<char>(byte);
      const auto back = DecodeMessage(changed);
      if (back.ok()) {
        EXPECT_EQ(BytesOf(*back), changed);
      } else {
        EXPECT_EQ(back.status().code(), absl::StatusCode::kDataLoss);
        ++lost;
      }
    }
  }
  EXPECT_GT(lost, 8 * 255);  // the magic alone
}

// Sizes whose product overflows, before any memory is asked for.
TEST(MessageTest, SizesThatNoMemoryHoldsAreDataLoss) {
  const std::string head = BytesOf({.tensors = {at::zeros({0, 0, 0, 0})}});
  for (const int64_t size :
       {int64_t{1} << 16, int64_t{1} << 32, int64_t{1} << 62, int64_t{-1}}) {
    std::string bytes = head;
    for (int dimension = 0; dimension < 4; ++dimension) {
      std::memcpy(&bytes[bytes.size() - 32 + 8 * dimension], &size, 8);
    }
    EXPECT_THAT(DecodeMessage(bytes), StatusIs(absl::StatusCode::kDataLoss));
  }
}

TEST(MessageDeathTest, AnotherDtypeIsOurMistake) {
  EXPECT_DEATH(EncodeMessage({.tensors = {at::zeros({1}, at::kByte)}}),
               "float32, float64 or int64");
}

}  // namespace
}  // namespace flow::federated
