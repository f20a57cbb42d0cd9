#ifndef FEDERATED_DUAL_DUAL_GRADIENT_SOURCE_H_
#define FEDERATED_DUAL_DUAL_GRADIENT_SOURCE_H_

#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/distribution/distribution.h"
#include "core/train/gradient_source.h"
#include "federated/dual/divergence_guard.h"
#include "federated/dual/dual_gradient.h"

namespace flow::federated {

/// Two laws, and how many points of each a step takes.
struct DualLaws {
  std::shared_ptr<const core::Distribution> source;
  std::shared_ptr<const core::Distribution> target;  // a client's own
  int64_t batch = 128;                               // B, >= 1
};

/// The gradient of a potential's -J for one target: a client's, or the only
/// one. The loss is -J. Step k draws x0, x1 and candidates from seeds named by
/// k, so that the gradient is a function of the step and the parameters alone;
/// clients have different seeds. With a guard, every step that is due is
/// checked first, on the batch that its gradient is of.
class DualGradientSource : public core::GradientSource {
 public:
  /// Source and target are of one dimension.
  DualGradientSource(DualLaws laws,
                     std::shared_ptr<const DualGradient> gradient, Seed seed,
                     std::optional<DivergenceGuard> guard);

  /// The parameters are float32. Errors: those of the guard.
  absl::StatusOr<core::Gradient> Get(
      int64_t step, const core::FlatParameters& parameters) override;

  /// Of the last Get().
  const DualEstimate& last() const { return last_; }

  /// What Get() computes the gradient of `step` on.
  DualBatch BatchOf(int64_t step) const;

 private:
  DualLaws laws_;
  std::shared_ptr<const DualGradient> gradient_;
  Seed seed_;
  std::optional<DivergenceGuard> guard_;
  DualEstimate last_;
};

}  // namespace flow::federated

#endif  // FEDERATED_DUAL_DUAL_GRADIENT_SOURCE_H_
