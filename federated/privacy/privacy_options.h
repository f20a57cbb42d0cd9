#ifndef FEDERATED_PRIVACY_PRIVACY_OPTIONS_H_
#define FEDERATED_PRIVACY_PRIVACY_OPTIONS_H_

/// The settings of privacy, as in flow.Privacy of the schema. No torch: plans
/// carry these. What they do stands in client_noise.h, adaptive_clip.h and
/// noisy_gradients.h; what they are worth in rdp_accountant.h.

#include <optional>
#include <variant>

namespace flow::federated {

/// One client's whole update is clipped, and the server adds noise to the mean.
struct ClientLevelOptions {
  double clip = 1;              // > 0; the first one, if it adapts
  double noise_multiplier = 1;  // > 0, of all that a round releases
  double delta = 1e-5;          // in (0, 1)
  // the quantile of the updates' norms that the clip follows, in (0, 1)
  std::optional<double> adaptive_quantile;
};

/// The gradient of each record is clipped, and its client adds noise.
struct RecordLevelOptions {
  double clip = 1;              // > 0
  double noise_multiplier = 1;  // > 0
  double delta = 1e-5;          // in (0, 1)
};

using PrivacyOptions =
    std::optional<std::variant<ClientLevelOptions, RecordLevelOptions>>;

/// Null where it is another level's, or none.
inline const ClientLevelOptions* ClientLevelOf(const PrivacyOptions& privacy) {
  return privacy ? std::get_if<ClientLevelOptions>(&*privacy) : nullptr;
}
inline const RecordLevelOptions* RecordLevelOf(const PrivacyOptions& privacy) {
  return privacy ? std::get_if<RecordLevelOptions>(&*privacy) : nullptr;
}

}  // namespace flow::federated

#endif  // FEDERATED_PRIVACY_PRIVACY_OPTIONS_H_
