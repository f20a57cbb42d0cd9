#ifndef CORE_DEVICE_DEVICE_SUMS_H_
#define CORE_DEVICE_DEVICE_SUMS_H_

#include "ATen/core/Tensor.h"

namespace flow::core {

/// The devices of several processes, adding up what they have. All begin the
/// same sums in the same order. c10::DistBackendError when the devices lose
/// each other; whoever destroys it ends the sums that others will never add to.
/// For one thread at a time.
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

  /// Notes what has been asked of the device so far.
  virtual void Mark() = 0;

  /// Whether the device has done what was asked of it before the last Mark().
  virtual bool Reached() = 0;
};

}  // namespace flow::core

#endif  // CORE_DEVICE_DEVICE_SUMS_H_
