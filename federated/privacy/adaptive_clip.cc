#include "federated/privacy/adaptive_clip.h"

#include <algorithm>
#include <cmath>

#include "ATen/ops/full.h"
#include "core/base/check.h"

namespace flow::federated {
namespace {

constexpr char kName[] = "adaptive_clip";

// Noise alone moves C by a random walk where no updates come to hold it.
constexpr double kFarthest = 1e6;

// What one client adds to the sum of b_i - g at most.
double Sensitivity(double quantile) { return std::max(quantile, 1 - quantile); }

bool IsPositive(double x) { return x > 0 && std::isfinite(x); }

}  // namespace

AdaptiveNoise SplitNoise(double noise_multiplier, double quantile,
                         int64_t asked) {
  FLOW_CHECK(IsPositive(noise_multiplier))
      << "the noise multiplier must be positive and finite; got "
      << noise_multiplier;
  FLOW_CHECK(quantile > 0 && quantile < 1)
      << "a quantile is between 0 and 1; got " << quantile;
  FLOW_CHECK(asked >= 1) << "a round asks somebody; got " << asked;
  const double s = Sensitivity(quantile);
  const double count = std::max(asked / 20.0, 2 * s * noise_multiplier);
  // the share of 1 / sigma^2 that the count takes, at most a quarter
  const double share = std::pow(noise_multiplier * s / count, 2);
  return {count, noise_multiplier / std::sqrt(1 - share)};
}

AdaptiveClip::AdaptiveClip(const Options& options)
    : options_(options), clip_(options.clip) {
  FLOW_CHECK(IsPositive(options.clip))
      << "the clipping norm must be positive and finite; got " << options.clip;
  FLOW_CHECK(options.quantile > 0 && options.quantile < 1)
      << "a quantile is between 0 and 1; got " << options.quantile;
  FLOW_CHECK(IsPositive(options.rate))
      << "the rate must be positive and finite; got " << options.rate;
}

void AdaptiveClip::Update(absl::Span<const double> norms, int64_t asked,
                          double count_noise, Seed seed) {
  FLOW_CHECK(asked >= 1) << "a round asks somebody; got " << asked;
  FLOW_CHECK(count_noise >= 0 && std::isfinite(count_noise))
      << "noise has a finite standard deviation; got " << count_noise;
  int64_t below = 0;
  for (const double norm : norms) {
    FLOW_CHECK(norm >= 0) << "a norm is no negative number; got " << norm;
    if (norm <= clip_) ++below;
  }
  const double sum = below - options_.quantile * norms.size();
  const double noise = count_noise * RowRandom(seed, 0).Normal();
  clip_ *= std::exp(-options_.rate * (sum + noise) / asked);
  clip_ =
      std::clamp(clip_, options_.clip / kFarthest, options_.clip * kFarthest);
}

std::vector<core::NamedTensor> AdaptiveClip::State() const {
  return {{kName, at::full({1}, clip_, at::kDouble)}};
}

absl::Status AdaptiveClip::Restore(
    const std::vector<core::NamedTensor>& state) {
  for (const core::NamedTensor& saved : state) {
    if (saved.name != kName || saved.value.scalar_type() != at::kDouble ||
        saved.value.numel() != 1) {
      continue;
    }
    const double clip = saved.value.item<double>();
    if (!IsPositive(clip)) break;
    clip_ = clip;
    return absl::OkStatus();
  }
  return absl::DataLossError(
      "the checkpoint has no 'adaptive_clip' that is a positive number");
}

}  // namespace flow::federated
