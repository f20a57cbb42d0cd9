#ifndef CORE_DEVICE_DEVICE_H_
#define CORE_DEVICE_DEVICE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "ATen/core/Tensor.h"

namespace flow::core {

/// Work of a device that was recorded, to be done again without the host.
class Recording {
 public:
  virtual ~Recording() = default;

  /// Does it once more, after all that was asked of the device before.
  virtual void Replay() = 0;
};

/// Where whole batches are trained. LibTorch's exceptions come through. Not
/// thread-safe, but for Upload() and Aside().
class Device {
 public:
  virtual ~Device() = default;

  virtual at::Device torch() const = 0;

  /// As a result tells it: "cpu", "cuda:0 (NVIDIA H200)".
  virtual std::string name() const = 0;

  /// Records `work`, which reads and writes tensors of this device that stay
  /// where they are, asks none of them for its numbers, and moves nothing here
  /// from another device. It may be done some times on the way: what it changes
  /// is to be put back by the caller.
  virtual std::unique_ptr<Recording> Record(std::function<void()> work) = 0;

  /// A copy of `x`, of the host, on this device: of the host's memory as it is
  /// now, in order with what is asked of the device.
  virtual at::Tensor Upload(const at::Tensor& x) = 0;

  /// Does `work` beside what other threads ask of the device, recordings
  /// included. All of it is done when this returns.
  virtual void Aside(const std::function<void()>& work) = 0;

  /// The most bytes that tensors took there since ResetPeakMemory(), recordings
  /// included; empty where nobody counts.
  virtual std::optional<int64_t> PeakMemory() const = 0;
  virtual void ResetPeakMemory() = 0;
};

/// The CPU as a device: nothing is recorded, work is done again by calling it.
std::unique_ptr<Device> CpuDevice();

}  // namespace flow::core

#endif  // CORE_DEVICE_DEVICE_H_
