#ifndef CORE_DEVICE_DEVICE_SUMS_H_
#define CORE_DEVICE_DEVICE_SUMS_H_

#include "ATen/core/Tensor.h"

namespace flow::core {

/// The devices of several processes, adding up what they have. All begin the
/// same sums in the same order. What goes wrong comes as an exception. For one
/// thread at a time.
class DeviceSums {
 public:
  virtual ~DeviceSums() = default;

  /// Begins to put the sum over all devices in the place of `x`, float32,
  /// contiguous and on this device: after what was asked of the device before,
  /// beside what is asked of it next. All get the same bits. May be recorded.
  virtual void Begin(const at::Tensor& x) = 0;

  /// What is asked of the device next comes after the sums that were begun, of
  /// which there is at least one since the last call. May be recorded.
  virtual void Join() = 0;

  /// Returns when the device has done all that was asked of it.
  virtual void Await() = 0;
};

}  // namespace flow::core

#endif  // CORE_DEVICE_DEVICE_SUMS_H_
