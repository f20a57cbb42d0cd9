#ifndef CORE_ODE_ODE_TRANSPORT_H_
#define CORE_ODE_ODE_TRANSPORT_H_

#include <memory>

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
/// CPU (core/device/device_transport.h has them there).
class OdeTransport : public Transport {
 public:
  /// `pool` is not owned, and its threads should each be single-threaded within
  /// an operation. InvalidArgument as Validate of solve_tile.h.
  static absl::StatusOr<std::unique_ptr<OdeTransport>> Create(
      std::shared_ptr<const VelocityField> field, OdeOptions options,
      ThreadPool* pool);

  /// `x_nd` is float32 or float64 on the CPU; so are the results, off the
  /// graph. Saved positions on the way are those of the method's interpolant
  /// (fixed_step_solver.h, adaptive_solver.h). path_energy_n is summed by the
  /// solver's own quadrature. Of several points that fail, one of the first
  /// tile with failures is named. The seed is not read. FLOW_CHECKs as
  /// PushTiles. Thread-safe as far as the pool is: one call at a time for each
  /// pool.
  absl::StatusOr<Transported> Push(const at::Tensor& x_nd,
                                   const Journey& journey) const override;

 private:
  OdeTransport(std::shared_ptr<const VelocityField> field, OdeOptions options,
               ThreadPool* pool);

  std::shared_ptr<const VelocityField> field_;
  OdeOptions options_;
  ThreadPool* pool_;
};

}  // namespace flow::core

#endif  // CORE_ODE_ODE_TRANSPORT_H_
