#ifndef CORE_DEVICE_DEVICE_OPTIMIZER_H_
#define CORE_DEVICE_DEVICE_OPTIMIZER_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/status/status.h"
#include "core/nn/network.h"
#include "core/train/train_options.h"

namespace flow::core {

// Shapes: P parameters, as in FlatParameters::flat.

/// What one step starts from and changes; float32, on one device.
struct DeviceOptimizerStep {
  at::Tensor weights_p;     // changed in place
  at::Tensor gradient_p;    // may be changed
  at::Tensor rate;          // [], the learning rate of this step
  at::Tensor gradient_div;  // [], divides the gradient first
  at::Tensor skip;          // [], 0, or 1: this step changes nothing
};

/// The rules of core/train/optimizer.h by LibTorch's fused kernels, with all
/// that changes from step to step in tensors, so that a step can be recorded.
/// Draws nothing. Not thread-safe.
class DeviceOptimizer {
 public:
  virtual ~DeviceOptimizer() = default;

  /// Asks no tensor for its numbers.
  virtual void Step(const DeviceOptimizerStep& step) = 0;

  /// The state under the names and in the dtypes of core::Optimizer, so that a
  /// checkpoint goes on on either: copies, on the CPU.
  virtual std::vector<NamedTensor> State() const = 0;

  /// The tensors themselves, in the order of State().
  virtual std::vector<at::Tensor> Live() const = 0;

  /// Goes back to a saved state; as RestoreTensors().
  absl::Status Restore(const std::vector<NamedTensor>& state);
};

/// With fresh moments for `parameters` numbers on `device`.
std::unique_ptr<DeviceOptimizer> MakeDeviceOptimizer(
    const OptimizerOptions& options, int64_t parameters, at::Device device);

}  // namespace flow::core

#endif  // CORE_DEVICE_DEVICE_OPTIMIZER_H_
