#include "federated/rounds/channel.h"

#include <cmath>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/full.h"
#include "ATen/ops/zeros.h"
#include "core/base/status_testing.h"
#include "core/tensor/random_tensor.h"
#include "federated/aggregation/weighted_mean.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

constexpr int64_t kNumbers = 3000;

core::Parameters Like() {
  return {{"a", at::zeros({1000})}, {"b", at::zeros({40, 50})}};
}

FederationOptions TenClients() {
  FederationOptions options;
  options.clients = 10;
  return options;
}

// Changes of all clients but those that are missing.
std::vector<ClientValue> Changes(const std::vector<Asked>& asked) {
  std::vector<ClientValue> changes;
  for (const Asked& a : asked) {
    if (a.answer != Answer::kInTime) continue;
    changes.push_back({a.client, 1.0 + a.client,
                       core::NormalTensor(a.client, 1, kNumbers).flatten()});
  }
  return changes;
}

std::vector<Asked> Everybody() {
  std::vector<Asked> asked;
  for (int64_t i = 0; i < 10; ++i) asked.push_back({i, Answer::kInTime});
  return asked;
}

TEST(ChannelTest, IsOpenByDefault) {
  Channel channel(TenClients(), Like(), 1);
  EXPECT_TRUE(channel.IsOpen());
  EXPECT_EQ(channel.MessageBytes(), 4 * kNumbers);
  EXPECT_TRUE(channel.State().empty());
}

// 22 bits of a range of 8: each number of each client is off by 2^-19 at most,
// and lambda_i rounds once.
TEST(ChannelTest, ASecureSumIsTheMeanOfThoseWhoAnswer) {
  FederationOptions options = TenClients();
  options.secure_sum = SecureSumOptions{};
  Channel channel(options, Like(), 1);
  EXPECT_TRUE(channel.HidesClients());
  std::vector<Asked> asked = Everybody();
  asked[3].answer = Answer::kNone;
  asked[7].answer = Answer::kLate;
  const std::vector<ClientValue> changes = Changes(asked);
  ASSERT_OK_AND_ASSIGN(const Channel::Mean mean,
                       channel.MeanOf(asked, changes, 0, 0));
  EXPECT_LT((mean.value - WeightedMean(changes)).abs().max().item<double>(),
            8 * 0x1p-19);
  EXPECT_GT(mean.bytes_up, 8 * kNumbers * 22 / 8);
}

TEST(ChannelTest, TooFewForASecureSumAreAnError) {
  FederationOptions options = TenClients();
  options.secure_sum = SecureSumOptions{.threshold = 0.9};
  Channel channel(options, Like(), 1);
  std::vector<Asked> asked = Everybody();
  asked[3].answer = asked[4].answer = Answer::kNone;
  EXPECT_THAT(channel.MeanOf(asked, Changes(asked), 0, 0).status(),
              StatusIs(absl::StatusCode::kUnavailable));
}

// Of 10 clients clipped to the norm 2, with noise of 0.5 * 2 / 10 = 0.1 a
// coordinate: 3000 squares have a relative deviation of sqrt(2 / 3000) = 2.6 %,
// five of them a false alarm of 6e-7.
TEST(ChannelTest, ClientLevelPrivacyClipsAndAddsNoise) {
  FederationOptions options = TenClients();
  options.privacy = ClientLevelOptions{.clip = 2, .noise_multiplier = 0.5};
  Channel channel(options, Like(), 1);
  std::vector<Asked> asked = Everybody();
  asked[9].answer = Answer::kNone;
  const std::vector<ClientValue> changes = Changes(asked);
  at::Tensor clean = at::zeros({kNumbers});
  for (const ClientValue& c : changes) {
    clean += c.value * (2 / c.value.norm().item<double>()) / 10;
  }
  ASSERT_OK_AND_ASSIGN(const Channel::Mean mean,
                       channel.MeanOf(asked, changes, 0, 0));
  const at::Tensor noise = mean.value - clean;
  EXPECT_NEAR(noise.square().mean().item<double>(), 0.01, 5 * 0.00026);
  // another round has other noise, the same round the same
  ASSERT_OK_AND_ASSIGN(const Channel::Mean next,
                       channel.MeanOf(asked, changes, 1, 0));
  ASSERT_OK_AND_ASSIGN(const Channel::Mean again,
                       channel.MeanOf(asked, changes, 0, 0));
  EXPECT_FALSE(next.value.equal(mean.value));
  EXPECT_TRUE(again.value.equal(mean.value));
}

// The noise is the same, and the sum is off by the rounding of the secure sum.
TEST(ChannelTest, PrivacyAndASecureSumGoTogether) {
  FederationOptions options = TenClients();
  options.privacy = ClientLevelOptions{.clip = 2, .noise_multiplier = 0.5};
  Channel open(options, Like(), 1);
  options.secure_sum = SecureSumOptions{};
  Channel masked(options, Like(), 1);
  std::vector<Asked> asked = Everybody();
  asked[2].answer = Answer::kNone;
  const std::vector<ClientValue> changes = Changes(asked);
  ASSERT_OK_AND_ASSIGN(const Channel::Mean a,
                       open.MeanOf(asked, changes, 3, 0));
  ASSERT_OK_AND_ASSIGN(const Channel::Mean b,
                       masked.MeanOf(asked, changes, 3, 0));
  EXPECT_LT((a.value - b.value).abs().max().item<double>(), 10 * 0x1p-19);
  // what clients hold is not clipped for them
  EXPECT_GT(changes[0].value.norm().item<double>(), 2);
}

// All norms are above the clip, so that it rises by exp(0.2 * 0.5) a round but
// for the noise, and a checkpoint has it.
TEST(ChannelTest, TheClipFollowsTheNorms) {
  FederationOptions options = TenClients();
  options.privacy = ClientLevelOptions{
      .clip = 1, .noise_multiplier = 0.001, .adaptive_quantile = 0.5};
  Channel channel(options, Like(), 1);
  const std::vector<Asked> asked = Everybody();
  for (int64_t round = 0; round < 10; ++round) {
    ASSERT_OK(channel.MeanOf(asked, Changes(asked), round, 0).status());
    channel.EndRound(round);
  }
  Channel restored(options, Like(), 1);
  ASSERT_OK(restored.Restore(channel.State()));
  ASSERT_OK_AND_ASSIGN(const Channel::Mean a,
                       channel.MeanOf(asked, Changes(asked), 10, 0));
  ASSERT_OK_AND_ASSIGN(const Channel::Mean b,
                       restored.MeanOf(asked, Changes(asked), 10, 0));
  EXPECT_TRUE(a.value.equal(b.value));
  // ten changes in independent directions, each clipped to exp(1) by then but
  // for the noise on the counts: 0.2 * 0.5 / 10 in the logarithm, ten times,
  // which is 3 % of 0.86. Four standard deviations.
  EXPECT_NEAR(a.value.norm().item<double>(), std::exp(1) / std::sqrt(10.0),
              0.12);
}

// What was not sent comes later: the messages and the residual sum to the
// changes.
TEST(ChannelTest, TopKKeepsWhatItDidNotSend) {
  FederationOptions options = TenClients();
  options.compression = TopKOptions{.fraction = 0.1};
  Channel channel(options, Like(), 1);
  EXPECT_EQ(channel.MessageBytes(), 300 * 8);
  EXPECT_FALSE(channel.IsOpen());
  at::Tensor sent = at::zeros({kNumbers}), had = at::zeros({kNumbers});
  for (int64_t round = 0; round < 5; ++round) {
    const at::Tensor change =
        core::NormalTensor(100 + round, 1, kNumbers).flatten();
    const at::Tensor arrived = channel.Carry(4, round, change);
    EXPECT_EQ(arrived.ne(0).sum().item<int64_t>(), 300);
    sent += arrived;
    had += change;
  }
  const at::Tensor residual = channel.State()[0].value;
  EXPECT_LT((sent + residual[4] - had).abs().max().item<double>(), 1e-5);
  EXPECT_EQ(residual[3].abs().max().item<double>(), 0);
  Channel restored(options, Like(), 1);
  ASSERT_OK(restored.Restore(channel.State()));
  const at::Tensor next = at::full({kNumbers}, 0.1);
  EXPECT_TRUE(restored.Carry(4, 5, next).equal(channel.Carry(4, 5, next)));
}

// A scale for each tensor; rounding is at random by the client and the round.
TEST(ChannelTest, Int8RoundsEachMessageForItself) {
  FederationOptions options = TenClients();
  options.compression = Int8Options{};
  Channel channel(options, Like(), 1);
  EXPECT_EQ(channel.MessageBytes(), kNumbers + 2 * 4);
  const at::Tensor change = core::NormalTensor(5, 1, kNumbers).flatten();
  const at::Tensor a = channel.Carry(1, 0, change);
  EXPECT_TRUE(a.equal(channel.Carry(1, 0, change)));
  EXPECT_FALSE(a.equal(channel.Carry(2, 0, change)));
  EXPECT_FALSE(a.equal(channel.Carry(1, 1, change)));
  const double step = change.abs().max().item<double>() / 127;
  EXPECT_LT((a - change).abs().max().item<double>(), 1.001 * step);
}

}  // namespace
}  // namespace flow::federated
