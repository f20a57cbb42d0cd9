#include "federated/rounds/uplink.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/full.h"
#include "ATen/ops/zeros.h"
#include "core/base/status_testing.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

constexpr int64_t kNumbers = 3000;

core::Parameters Like() {
  return {{"a", at::zeros({1000})}, {"b", at::zeros({40, 50})}};
}

TEST(UplinkTest, IsExactByDefault) {
  const CompressionOptions compression = UncompressedOptions{};
  const Uplink uplink(compression, 10, Like(), 1);
  EXPECT_TRUE(uplink.IsExact());
  EXPECT_EQ(MessageBytes(compression, Like()), 4 * kNumbers);
  EXPECT_TRUE(uplink.State().empty());
}

// What was not sent comes later: the messages and the residual sum to the
// changes.
TEST(UplinkTest, TopKKeepsWhatItDidNotSend) {
  const CompressionOptions compression = TopKOptions{.fraction = 0.1};
  Uplink uplink(compression, 10, Like(), 1);
  EXPECT_EQ(MessageBytes(compression, Like()), 300 * 8);
  EXPECT_FALSE(uplink.IsExact());
  at::Tensor sent = at::zeros({kNumbers}), had = at::zeros({kNumbers});
  for (int64_t round = 0; round < 5; ++round) {
    const at::Tensor change =
        core::NormalTensor(100 + round, 1, kNumbers).flatten();
    const at::Tensor arrived = uplink.Carry(4, round, change);
    EXPECT_EQ(arrived.ne(0).sum().item<int64_t>(), 300);
    sent += arrived;
    had += change;
  }
  const at::Tensor residual = uplink.State()[0].value;
  EXPECT_LT((sent + residual[4] - had).abs().max().item<double>(), 1e-5);
  EXPECT_EQ(residual[3].abs().max().item<double>(), 0);
  Uplink restored(compression, 10, Like(), 1);
  ASSERT_OK(restored.Restore(uplink.State()));
  const at::Tensor next = at::full({kNumbers}, 0.1);
  EXPECT_TRUE(restored.Carry(4, 5, next).equal(uplink.Carry(4, 5, next)));
}

// A scale for each tensor; rounding is at random by the client and the round.
TEST(UplinkTest, Int8RoundsEachMessageForItself) {
  const CompressionOptions compression = Int8Options{};
  Uplink uplink(compression, 10, Like(), 1);
  EXPECT_EQ(MessageBytes(compression, Like()), kNumbers + 2 * 4);
  const at::Tensor change = core::NormalTensor(5, 1, kNumbers).flatten();
  const at::Tensor a = uplink.Carry(1, 0, change);
  EXPECT_TRUE(a.equal(uplink.Carry(1, 0, change)));
  EXPECT_FALSE(a.equal(uplink.Carry(2, 0, change)));
  EXPECT_FALSE(a.equal(uplink.Carry(1, 1, change)));
  const double step = change.abs().max().item<double>() / 127;
  EXPECT_LT((a - change).abs().max().item<double>(), 1.001 * step);
}

}  // namespace
}  // namespace flow::federated
