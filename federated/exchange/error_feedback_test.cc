#include "federated/exchange/error_feedback.h"

#include <cmath>
#include <limits>
#include <vector>

#include "ATen/ops/zeros.h"
#include "core/tensor/random_tensor.h"
#include "federated/aggregation/client_value_testing.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

constexpr TopKOptions kHalfOfThem{.fraction = 0.5};

// Two of four numbers a message.
TEST(CompressWithFeedbackTest, TwoRoundsByHand) {
  const int64_t sizes[] = {4};
  const SentWithFeedback first = CompressWithFeedback(
      kHalfOfThem, Row({4, -1, 3, 2}), /*residual=*/{}, sizes, 0);
  EXPECT_TRUE(first.sent.value.equal(Row({4, 0, 3, 0})));
  EXPECT_TRUE(first.residual.equal(Row({0, -1, 0, 2})));
  // 1, -3, 0, 3 with what was left out
  const SentWithFeedback second = CompressWithFeedback(
      kHalfOfThem, Row({1, -2, 0, 1}), first.residual, sizes, 0);
  EXPECT_TRUE(second.sent.value.equal(Row({0, -3, 0, 3})));
  EXPECT_TRUE(second.residual.equal(Row({1, 0, 0, 0})));
  EXPECT_TRUE(first.residual.equal(Row({0, -1, 0, 2}))) << "was changed";
}

// Whole numbers below 2^24 are added without rounding in float32 too.
TEST(CompressWithFeedbackTest, NothingIsLost) {
  for (const at::ScalarType dtype : {at::kFloat, at::kDouble}) {
    at::Tensor residual;
    at::Tensor updates = at::zeros({100}, dtype), read = updates.clone();
    for (Seed round = 0; round < 20; ++round) {
      const at::Tensor update = core::NormalTensor(round, 1, 100)
                                    .flatten()
                                    .mul(100)
                                    .round()
                                    .to(dtype);
      const SentWithFeedback sent =
          CompressWithFeedback(TopKOptions{0.03}, update, residual, {100}, 0);
      residual = sent.residual;
      updates.add_(update);
      read.add_(sent.sent.value);
      EXPECT_TRUE(read.add(residual).equal(updates)) << round;
      EXPECT_EQ(sent.sent.bytes, 24);
    }
    EXPECT_GT(residual.abs().max().item<double>(), 0);
  }
}

// A number that is half of the largest is sent every third time.
TEST(CompressWithFeedbackTest, ASmallNumberIsSentInTheEnd) {
  at::Tensor residual, read = at::zeros({2}, at::kDouble);
  for (int round = 0; round < 30; ++round) {
    const SentWithFeedback sent =
        CompressWithFeedback(kHalfOfThem, Row({1, 0.5}), residual, {2}, 0);
    residual = sent.residual;
    read.add_(sent.sent.value);
  }
  // without feedback it would be 30 and 0
  EXPECT_LE(Gap(read, Row({30, 15})), 2);
}

// What half precision left out is at most half a unit in its last place.
TEST(CompressWithFeedbackTest, TakesOtherKindsToo) {
  const SentWithFeedback sent = CompressWithFeedback(
      Fp16Options{}, Row({1 + 0x1p-12, 2}), /*residual=*/{}, {2}, 0);
  EXPECT_TRUE(sent.residual.equal(Row({0x1p-12, 0})));
}

TEST(CompressWithFeedbackTest, WhatIsNotFiniteIsKeptUntilItIsSentAndNoLonger) {
  const double infinity = std::numeric_limits<double>::infinity();
  const SentWithFeedback first = CompressWithFeedback(
      kHalfOfThem, Row({infinity, std::nan(""), -infinity, 1}), {}, {4}, 0);
  EXPECT_EQ(first.sent.value[0].item<double>(), infinity);
  EXPECT_TRUE(first.sent.value[1].isnan().item<bool>());
  EXPECT_TRUE(first.residual.equal(Row({0, 0, -infinity, 1})));
  const SentWithFeedback second = CompressWithFeedback(
      kHalfOfThem, Row({0, 0, 0, 0}), first.residual, {4}, 0);
  EXPECT_TRUE(second.sent.value.equal(Row({0, 0, -infinity, 1})));
  EXPECT_TRUE(second.residual.equal(Row({0, 0, 0, 0})));
}

TEST(CompressWithFeedbackDeathTest, RefusesAnotherResidual) {
  EXPECT_DEATH(CompressWithFeedback(kHalfOfThem, Row({1, 2}), Row({1}), {2}, 0),
               "the residual must have the shape and dtype");
}

}  // namespace
}  // namespace flow::federated
