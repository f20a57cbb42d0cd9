#include "federated/privacy/noisy_gradients.h"

#include <cstring>
#include <utility>

#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "federated/privacy/client_noise.h"

namespace flow::federated {

core::RecordBound BoundOf(const RecordLevelOptions& options, int64_t rows) {
  return {options.clip, rows};
}

double RecordNoiseStd(const RecordLevelOptions& options, int64_t batch) {
  return ClientNoiseStd(options.noise_multiplier, options.clip, batch);
}

// Four sums that do not wait for each other, as a pass over the weights must be
// short beside a gradient.
Seed RecordNoiseSeed(Seed seed, int64_t step, const at::Tensor& weights) {
  FLOW_CHECK(weights.is_contiguous()) << "weights are one piece of memory";
  const auto* const bytes = static_cast<const char*>(weights.const_data_ptr());
  const int64_t words = weights.nbytes() / sizeof(uint32_t);
  uint64_t sums[4] = {1, 2, 3, 4};
  for (int64_t i = 0; i < words; ++i) {
    uint32_t word;
    std::memcpy(&word, bytes + i * sizeof(word), sizeof(word));
    sums[i % 4] = (sums[i % 4] ^ word) * 0x100000001B3;  // FNV-1a
  }
  return DeriveSeed(seed, step, sums[0], sums[1], sums[2], sums[3]);
}

NoisyGradients::NoisyGradients(std::shared_ptr<core::GradientSource> bounded,
                               double std, Seed seed)
    : bounded_(std::move(bounded)), std_(std), seed_(seed) {}

absl::StatusOr<core::Gradient> NoisyGradients::Get(
    int64_t step, const core::FlatParameters& parameters) {
  FLOW_ASSIGN_OR_RETURN(core::Gradient gradient,
                        bounded_->Get(step, parameters));
  gradient.flat = WithNoise(gradient.flat, std_,
                            RecordNoiseSeed(seed_, step, parameters.flat));
  return gradient;
}

}  // namespace flow::federated
