#ifndef FEDERATED_PRIVACY_ADAPTIVE_CLIP_H_
#define FEDERATED_PRIVACY_ADAPTIVE_CLIP_H_

/// A clipping norm that follows a quantile of the updates' norms [Andrew21].
///
/// With g the quantile, n the number of clients asked and b_i = 1 where
/// |x_i| <= C and 0 elsewhere,
///
///     e = (sum over those who answered of (b_i - g) + sigma_b z) / n,
///     C <- C exp(-eta e),   z ~ N(0, 1),  eta = 0.2.
///
/// [Andrew21, Algorithm 1] for g = 1/2, where b_i - 1/2 is what it adds up. For
/// other g it is centred at g here: a client who does not answer then moves C
/// nowhere, and C rests at the quantile of those who do. Centred at 1/2, the
/// rest is where the share is 1/2 + (g - 1/2) n / answers, which may be above
/// one, and C grows for ever: at g = 0.9 when a fifth is missing.
///
/// What it costs. One client moves the sum by at most s = max(g, 1 - g), so the
/// sum is a Gaussian mechanism of noise multiplier sigma_b / s beside that of
/// the mean of updates, sigma_u. The two together are one of multiplier sigma,
///
///     1 / sigma^2 = 1 / sigma_u^2 + (s / sigma_b)^2   [Andrew21, Theorem 1]
///
/// Noise for a budget: sigma is `noise_multiplier` of the settings, which the
/// accountant is given; sigma_b = max(n / 20, 2 s sigma); and the updates get
/// sigma_u = (sigma^-2 - (s / sigma_b)^2)^(-1/2), at most 1.155 sigma. A
/// twentieth of n is that paper's; the 2 s sigma keeps rounds of few clients
/// from spending more on the count than there is.

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "core/base/random.h"
#include "core/nn/network.h"

namespace flow::federated {

/// The two noises of a round with adaptive clipping.
struct AdaptiveNoise {
  double count = 0;              // sigma_b, of the sum of b_i - g
  double update_multiplier = 0;  // sigma_u, in units of C
};

/// The split of the above. FLOW_CHECKs that the multiplier is positive and
/// finite, the quantile in (0, 1) and `asked` >= 1.
AdaptiveNoise SplitNoise(double noise_multiplier, double quantile,
                         int64_t asked);

/// Holds C. Not thread-safe.
class AdaptiveClip {
 public:
  struct Options {
    double clip = 1;        // the first, > 0
    double quantile = 0.5;  // g, in (0, 1)
    double rate = 0.2;      // eta, > 0
  };

  /// FLOW_CHECKs the options.
  explicit AdaptiveClip(const Options& options);

  /// C, which the next round clips to. It stays within a factor of a million
  /// of the first.
  double clip() const { return clip_; }

  /// Takes in a round: the norms before clipping of those who answered
  /// (ClippedMean::norms; +infinity is above every C), the number of clients
  /// `asked` and the standard deviation of the noise on the count. The noise is
  /// a function of `seed`, which must be this round's own, and not that of the
  /// noise on the mean. FLOW_CHECKs that no norm is negative or NaN.
  void Update(absl::Span<const double> norms, int64_t asked, double count_noise,
              Seed seed);

  /// What a checkpoint must hold; a copy.
  std::vector<core::NamedTensor> State() const;

  /// Goes back to a saved state; other names are passed over. DataLoss when it
  /// has no clipping norm, or one that cannot be; nothing is changed then.
  absl::Status Restore(const std::vector<core::NamedTensor>& state);

 private:
  Options options_;
  double clip_;
};

}  // namespace flow::federated

#endif  // FEDERATED_PRIVACY_ADAPTIVE_CLIP_H_
