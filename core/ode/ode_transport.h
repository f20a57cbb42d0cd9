#ifndef CORE_ODE_ODE_TRANSPORT_H_
#define CORE_ODE_ODE_TRANSPORT_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "core/base/thread_pool.h"
#include "core/ode/sampler_options.h"
#include "core/ode/transport.h"
#include "core/ode/velocity_field.h"

namespace flow::core {

/// The flow of a velocity field: dx/dt = v(x, t) from t = 0 to 1, or back.
///
/// Works on tiles of 128 points (tile.h) that the threads of a pool share out,
/// so every call of the field is of shape [128, D], without autograd. A field
/// that computes on a GPU copies its arguments there: the states stay on the
/// CPU.
class OdeTransport : public Transport {
 public:
  /// `pool` is not owned, and its threads should each be single-threaded within
  /// an operation. InvalidArgument for steps or max_steps < 1 and for
  /// tolerances that are not positive and finite.
  static absl::StatusOr<std::unique_ptr<OdeTransport>> Create(
      std::shared_ptr<const VelocityField> field, SamplerOptions options,
      ThreadPool* pool);

  /// `x_nd` is float32 or float64 on the CPU; so are the results, off the
  /// graph. Saved positions on the way are interpolated: linearly between the
  /// points of a fixed grid, by cubic Hermite polynomials within the steps of
  /// dopri5. path_energy_n is summed by the solver's own quadrature. Of several
  /// points that fail, one of the first tile with failures is named.
  /// FLOW_CHECKs shape, dtype, and that `save_at` increases within [0, 1],
  /// empty when backward. Thread-safe as far as the pool is: one call at a time
  /// for each pool.
  absl::StatusOr<Transported> Push(
      const at::Tensor& x_nd, Direction direction,
      const std::vector<double>& save_at) const override;

 private:
  OdeTransport(std::shared_ptr<const VelocityField> field,
               SamplerOptions options, ThreadPool* pool);

  std::shared_ptr<const VelocityField> field_;
  SamplerOptions options_;
  ThreadPool* pool_;
};

}  // namespace flow::core

#endif  // CORE_ODE_ODE_TRANSPORT_H_
