#include "federated/rounds/channel.h"

#include <algorithm>
#include <map>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/zeros.h"
#include "core/base/status_macros.h"
#include "federated/privacy/client_noise.h"
#include "federated/privacy/clip.h"

namespace flow::federated {

Channel::Channel(const FederationOptions& options, int64_t parameters,
                 Seed seed)
    : options_(options),
      groups_(HierarchyOf(options.topology).groups),
      seed_(seed),
      parameters_(parameters) {
  const ClientLevelOptions* level = ClientLevelOf(options.privacy);
  if (level == nullptr) return;
  client_level_ = *level;
  if (level->adaptive_quantile) {
    adaptive_.emplace(AdaptiveClip::Options{
        .clip = level->clip, .quantile = *level->adaptive_quantile});
  }
}

int64_t Channel::ExpectedClients() const {
  const int64_t asked =
      ClientsAsked(options_.participation.fraction, options_.clients);
  return std::max<int64_t>(1, asked / groups_);
}

double Channel::clip() const {
  return adaptive_ ? adaptive_->clip() : client_level_->clip;
}

absl::StatusOr<Channel::Mean> Channel::SecureMean(
    absl::Span<const Asked> asked, absl::Span<const ClientValue> changes,
    Seed seed) const {
  double total = 0;
  for (const ClientValue& c : changes) total += c.weight;
  std::vector<ClientValue> all(changes.begin(), changes.end());
  std::map<int64_t, SecureStage> last;
  // Who is missing has shared its secrets before, so that its masks go.
  for (const Asked& a : asked) {
    if (a.answer == Answer::kInTime) continue;
    all.push_back({a.client, 0, at::zeros({parameters_}, at::kFloat)});
    last[a.client] = SecureStage::kShares;
  }
  for (ClientValue& c : all) {
    c.weight = client_level_ ? 1.0 / ExpectedClients() : c.weight / total;
  }
  FLOW_ASSIGN_OR_RETURN(const SecureSumResult result,
                        SecureSum(*options_.secure_sum, all, last, seed));
  // under client-level privacy by the fixed number, whoever is missing
  return Mean{client_level_ ? result.sum : result.sum / result.weight,
              result.traffic};
}

absl::StatusOr<Channel::Mean> Channel::MeanOf(
    absl::Span<const Asked> asked, absl::Span<const ClientValue> changes,
    int64_t round, int64_t group) {
  const Seed masks = DeriveSeed(seed_, "masks", round, group);
  if (!client_level_) return SecureMean(asked, changes, masks);
  const int64_t expected = ExpectedClients();
  Mean mean;
  if (options_.secure_sum) {
    // a server that sees no single change leaves the clipping to the clients
    std::vector<ClientValue> clipped(changes.begin(), changes.end());
    for (ClientValue& c : clipped) {
      c.value = c.value.clone();
      ClipToNorm(c.value, clip());
    }
    FLOW_ASSIGN_OR_RETURN(mean, SecureMean(asked, clipped, masks));
  } else if (changes.empty()) {
    mean.value = at::zeros({parameters_}, at::kFloat);
  } else {
    const ClippedMean clipped = MeanOfClipped(changes, clip(), expected);
    mean.value = clipped.mean.to(at::kFloat);
    norms_.insert(norms_.end(), clipped.norms.begin(), clipped.norms.end());
  }
  double multiplier = client_level_->noise_multiplier;
  if (adaptive_) {
    multiplier = SplitNoise(multiplier, *client_level_->adaptive_quantile,
                            expected * groups_)
                     .update_multiplier;
  }
  mean.value =
      WithNoise(mean.value, ClientNoiseStd(multiplier, clip(), expected),
                DeriveSeed(seed_, "noise", round, group));
  return mean;
}

void Channel::EndRound(int64_t round) {
  if (!adaptive_) return;
  const int64_t asked = ExpectedClients() * groups_;
  const AdaptiveNoise noise =
      SplitNoise(client_level_->noise_multiplier,
                 *client_level_->adaptive_quantile, asked);
  adaptive_->Update(norms_, asked, noise.count,
                    DeriveSeed(seed_, "count", round));
  norms_.clear();
}

std::vector<core::NamedTensor> Channel::State() const {
  if (!adaptive_) return {};
  return adaptive_->State();
}

absl::Status Channel::Restore(const std::vector<core::NamedTensor>& state) {
  return adaptive_ ? adaptive_->Restore(state) : absl::OkStatus();
}

}  // namespace flow::federated
