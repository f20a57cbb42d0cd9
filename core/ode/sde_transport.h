#ifndef CORE_ODE_SDE_TRANSPORT_H_
#define CORE_ODE_SDE_TRANSPORT_H_

#include <memory>

#include "absl/status/statusor.h"
#include "core/base/thread_pool.h"
#include "core/ode/sampler_options.h"
#include "core/ode/sde_coefficients.h"
#include "core/ode/transport.h"
#include "core/ode/velocity_field.h"

namespace flow::core {

/// The stochastic flow of a velocity field on a Gaussian path
/// (sde_coefficients.h), from t = 0 to 1. Works on tiles as OdeTransport does.
class SdeTransport : public Transport {
 public:
  /// `schedule` is that of the path that the field was learnt on, from a
  /// standard Gaussian source that is independent of the target. `pool` is not
  /// owned. InvalidArgument for steps < 1 and for a scale that is negative or
  /// not finite.
  static absl::StatusOr<std::unique_ptr<SdeTransport>> Create(
      std::shared_ptr<const VelocityField> velocity, SdeOptions options,
      GaussianSchedule schedule, ThreadPool* pool);

  /// With a field for the score times the noise of `schedule`, from whatever
  /// source the velocity was learnt from (ScoredSdeCoefficientsAt). Errors as
  /// above.
  static absl::StatusOr<std::unique_ptr<SdeTransport>> CreateScored(
      std::shared_ptr<const VelocityField> velocity,
      std::shared_ptr<const VelocityField> score, SdeOptions options,
      GaussianSchedule schedule, ThreadPool* pool);

  /// As SolveStochastic, with noise from `journey.seed` and the index of each
  /// row. InvalidArgument when backward. FLOW_CHECKs as PushTiles.
  absl::StatusOr<Transported> Push(const at::Tensor& x_nd,
                                   const Journey& journey) const override;

 private:
  SdeTransport(std::shared_ptr<const VelocityField> velocity,
               SdeOptions options, GaussianSchedule schedule, ThreadPool* pool);

  std::shared_ptr<const VelocityField> velocity_, score_;  // score_: or null
  SdeOptions options_;
  GaussianSchedule schedule_;
  ThreadPool* pool_;
};

}  // namespace flow::core

#endif  // CORE_ODE_SDE_TRANSPORT_H_
