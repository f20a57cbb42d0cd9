#include "federated/privacy/noisy_gradients.h"

#include <utility>

#include "core/base/status_macros.h"
#include "federated/privacy/client_noise.h"

namespace flow::federated {

core::RecordBound BoundOf(const RecordLevelOptions& options, int64_t rows) {
  return {options.clip, rows};
}

double RecordNoiseStd(const RecordLevelOptions& options, int64_t batch) {
  return ClientNoiseStd(options.noise_multiplier, options.clip, batch);
}

NoisyGradients::NoisyGradients(std::shared_ptr<core::GradientSource> bounded,
                               double std, Seed seed)
    : bounded_(std::move(bounded)), std_(std), seed_(seed) {}

absl::StatusOr<core::Gradient> NoisyGradients::Get(
    int64_t step, const core::FlatParameters& parameters) {
  FLOW_ASSIGN_OR_RETURN(core::Gradient gradient,
                        bounded_->Get(step, parameters));
  gradient.flat = WithNoise(gradient.flat, std_, DeriveSeed(seed_, step));
  return gradient;
}

}  // namespace flow::federated
