#ifndef CORE_DEVICE_DEVICE_TRANSPORT_H_
#define CORE_DEVICE_DEVICE_TRANSPORT_H_

#include <memory>

#include "absl/status/statusor.h"
#include "core/device/device.h"
#include "core/ode/fixed_step_solver.h"
#include "core/ode/transport.h"
#include "core/ode/velocity_field.h"

namespace flow::core {

// Shapes: N points, R rows of a batch, D dimensions.

/// OdeTransport on a device, for methods of fixed steps: batches of points go
/// there, all steps are made, and the ends come back. Of many batches the whole
/// way is recorded once and replayed for each.
///
/// Draws nothing. A point's result is that of OdeTransport but for rounding,
/// and has the same bits whatever points travel with it as long as they are as
/// many.
class DeviceTransport : public Transport {
 public:
  /// `field` works on the device without asking for numbers (recorded_network_
  /// test). `on_host` does what is not done here: journeys that save positions
  /// on the way, and those on which a point ceases to be finite, which it can
  /// name. `device` is not owned.
  DeviceTransport(std::shared_ptr<const VelocityField> field, FixedSteps steps,
                  std::unique_ptr<const Transport> on_host, Device* device);

  /// As OdeTransport; one call at a time.
  absl::StatusOr<Transported> Push(const at::Tensor& x_nd,
                                   const Journey& journey) const override;

 private:
  // Where a batch begins, and what becomes of it; on the device.
  struct Buffers {
    at::Tensor start_rd, end_rd;
    at::Tensor energy_r;  // float64
  };

  void Work(Direction direction, const Buffers& buffers) const;

  std::shared_ptr<const VelocityField> field_;
  FixedSteps steps_;
  std::unique_ptr<const Transport> on_host_;
  Device* device_;
};

}  // namespace flow::core

#endif  // CORE_DEVICE_DEVICE_TRANSPORT_H_
