#ifndef FEDERATED_PRIVACY_NOISY_GRADIENTS_H_
#define FEDERATED_PRIVACY_NOISY_GRADIENTS_H_

/// The gradients of a client under the privacy of its records (DP-SGD)
/// [Abadi16, Algorithm 1]. With the batch b = 1, ..., B of a step
///
///     released = 1/B (sum_b clip_C(g_b) + sigma C z),   z ~ N(0, I),
///
/// g_b the gradient of record b and clip_C as in client_noise.h. A record is a
/// point of the client; its gradient is the mean over the rows of the batch
/// that it is in, which are those of one pair (x0, x1): x0, the times and the
/// noise of a path are drawn without looking at any point. So what is done
/// before is a function of this point, of public things and of weights that
/// have been released.
///
/// B is the number that a batch asks for, and it is drawn without replacement
/// out of the client's points, anew in every step
/// (core::Draws::kDistinctInStep): Sampling::kFixedSize of rdp_accountant.h,
/// with q = B / points. Two clients are neighbours if one of the points of the
/// one adds nothing in the other; sums over a batch with it then differ by its
/// clipped gradient, of norm C at most, and sigma is the noise in units of
/// this.
///
/// All that a client does with these gradients afterwards, and with weights
/// that came of other clients', needs no noise of its own: local steps,
/// FedProx, control variates, bounding the norm of the whole, rounding,
/// averages. The losses beside them have none, and are told as they are.

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/train/batch_gradient.h"
#include "core/train/gradient_source.h"
#include "federated/privacy/privacy_options.h"

namespace flow::federated {

/// What bounds the records of a batch, `rows` rows each.
core::RecordBound BoundOf(const RecordLevelOptions& options, int64_t rows);

/// sigma C / B, the noise of each coordinate of the mean over `batch` >= 1
/// records.
double RecordNoiseStd(const RecordLevelOptions& options, int64_t batch);

/// The seed of the noise of a step at weights [P], float32: other weights,
/// other noise, so that a step that is done again from elsewhere - by a run
/// that went on without a client, by a run of other settings - does not give
/// away the difference of two gradients. The same weights give the same bits.
Seed RecordNoiseSeed(Seed seed, int64_t step, const at::Tensor& weights);

/// Adds noise to gradients whose records are bounded already. Not thread-safe.
class NoisyGradients : public core::GradientSource {
 public:
  /// The noise of a step is that of WithNoise by RecordNoiseSeed: the seed must
  /// be the client's own and as secret as its points.
  NoisyGradients(std::shared_ptr<core::GradientSource> bounded, double std,
                 Seed seed);

  /// Errors: those of the bounded gradients. Every gradient at other weights
  /// spends as a step does, be it of the same step.
  absl::StatusOr<core::Gradient> Get(
      int64_t step, const core::FlatParameters& parameters) override;

 private:
  std::shared_ptr<core::GradientSource> bounded_;
  double std_;
  Seed seed_;
};

}  // namespace flow::federated

#endif  // FEDERATED_PRIVACY_NOISY_GRADIENTS_H_
