#include "federated/rounds/channel.h"

#include <cmath>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/zeros.h"
#include "core/base/status_testing.h"
#include "core/tensor/random_tensor.h"
#include "federated/aggregation/weighted_mean.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

constexpr int64_t kNumbers = 3000;

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

// 22 bits of a range of 8: each number of each client is off by 2^-19 at most,
// and lambda_i rounds once.
TEST(ChannelTest, ASecureSumIsTheMeanOfThoseWhoAnswer) {
  FederationOptions options = TenClients();
  options.secure_sum = SecureSumOptions{};
  Channel channel(options, kNumbers, 1);
  EXPECT_TRUE(options.HidesClients());
  EXPECT_TRUE(channel.State().empty());
  std::vector<Asked> asked = Everybody();
  asked[3].answer = Answer::kNone;
  asked[7].answer = Answer::kLate;
  const std::vector<ClientValue> changes = Changes(asked);
  ASSERT_OK_AND_ASSIGN(const Channel::Mean mean,
                       channel.MeanOf(asked, changes, 0, 0));
  EXPECT_LT((mean.value - WeightedMean(changes)).abs().max().item<double>(),
            8 * 0x1p-19);
  // of everybody that was asked; who is missing has sent no numbers
  ASSERT_EQ(std::ssize(mean.traffic), std::ssize(asked));
  EXPECT_GT(mean.traffic[0].bytes.up, kNumbers * 22 / 8);
  EXPECT_EQ(mean.traffic[3].client, asked[3].client);
  EXPECT_LT(mean.traffic[3].bytes.up, kNumbers * 22 / 8);
}

TEST(ChannelTest, TooFewForASecureSumAreAnError) {
  FederationOptions options = TenClients();
  options.secure_sum = SecureSumOptions{.threshold = 0.9};
  Channel channel(options, kNumbers, 1);
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
  Channel channel(options, kNumbers, 1);
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
  Channel open(options, kNumbers, 1);
  options.secure_sum = SecureSumOptions{};
  Channel masked(options, kNumbers, 1);
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
  Channel channel(options, kNumbers, 1);
  const std::vector<Asked> asked = Everybody();
  for (int64_t round = 0; round < 10; ++round) {
    ASSERT_OK(channel.MeanOf(asked, Changes(asked), round, 0).status());
    channel.EndRound(round);
  }
  Channel restored(options, kNumbers, 1);
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

}  // namespace
}  // namespace flow::federated
