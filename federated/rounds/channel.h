#ifndef FEDERATED_ROUNDS_CHANNEL_H_
#define FEDERATED_ROUNDS_CHANNEL_H_

/// What lies between the changes that clients have sent and the mean that a
/// server, or the server of an edge, gets to see: clipping and noise
/// (client_noise.h, adaptive_clip.h) or a secure sum (secure_sum.h), or both.
///
/// A change is w_i - w, of weights after local steps and before, or a gradient.
/// Under client-level privacy the mean of a group is over a number that is
/// fixed beforehand, fraction * clients / groups of them, and all clients and
/// groups count alike. Under a secure sum it is over those who answer.

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/nn/network.h"
#include "federated/aggregation/client_value.h"
#include "federated/exchange/secure_sum.h"
#include "federated/privacy/adaptive_clip.h"
#include "federated/rounds/federation_options.h"
#include "federated/rounds/participation.h"

namespace flow::federated {

/// Holds the norm that adapts. Not thread-safe.
class Channel {
 public:
  /// Of changes of so many numbers. `seed` is that of noise and masks.
  Channel(const FederationOptions& options, int64_t parameters, Seed seed);

  /// Whether all clients and groups count alike, whoever answers.
  bool CountsAlike() const { return client_level_.has_value(); }

  struct Mean {
    at::Tensor value;  // [P]
    // of a secure sum, beside the model that goes down; by rising number
    std::vector<ClientTraffic> traffic;
  };

  /// The mean of a group's changes, where clients are hidden: `asked` are all
  /// the clients of the group that were asked, and `changes` what arrived of
  /// those that answered in time, by rising number both. Errors: those of
  /// SecureSum.
  absl::StatusOr<Mean> MeanOf(absl::Span<const Asked> asked,
                              absl::Span<const ClientValue> changes,
                              int64_t round, int64_t group);

  /// Ends a round: lets the clipping norm follow what was seen in it.
  void EndRound(int64_t round);

  std::vector<core::NamedTensor> State() const;
  absl::Status Restore(const std::vector<core::NamedTensor>& state);

 private:
  // of a group
  int64_t ExpectedClients() const;
  absl::StatusOr<Mean> SecureMean(absl::Span<const Asked> asked,
                                  absl::Span<const ClientValue> changes,
                                  Seed seed) const;
  double clip() const;

  FederationOptions options_;
  int64_t groups_;
  std::optional<ClientLevelOptions> client_level_;
  Seed seed_;
  int64_t parameters_;
  std::optional<AdaptiveClip> adaptive_;
  std::vector<double> norms_;  // of this round
};

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_CHANNEL_H_
