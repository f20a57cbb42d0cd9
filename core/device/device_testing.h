#ifndef CORE_DEVICE_DEVICE_TESTING_H_
#define CORE_DEVICE_DEVICE_TESTING_H_

/// The CPU in the place of a device, for tests of what is asked of one.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/device/device.h"
#include "core/device/host_access_testing.h"

namespace flow::core {

/// CpuDevice(), as something to begin from.
class TestDevice : public Device {
 public:
  at::Device torch() const override { return cpu_->torch(); }
  std::string name() const override { return cpu_->name(); }
  std::unique_ptr<Recording> Record(std::function<void()> work) override {
    return cpu_->Record(std::move(work));
  }
  at::Tensor Upload(const at::Tensor& x) override { return cpu_->Upload(x); }
  void Aside(const std::function<void()>& work) override { cpu_->Aside(work); }
  std::optional<int64_t> PeakMemory() const override {
    return cpu_->PeakMemory();
  }
  void ResetPeakMemory() override { cpu_->ResetPeakMemory(); }

 private:
  const std::unique_ptr<Device> cpu_ = CpuDevice();
};

/// Notes what its recordings ask of the host.
class WatchingDevice : public TestDevice {
 public:
  std::unique_ptr<Recording> Record(std::function<void()> work) override {
    ++recordings;
    return TestDevice::Record([this, work = std::move(work)] {
      for (std::string& access : HostAccesses(work)) {
        asked.push_back(std::move(access));
      }
      ++replays;
    });
  }

  std::vector<std::string> asked;
  int recordings = 0, replays = 0;
};

}  // namespace flow::core

#endif  // CORE_DEVICE_DEVICE_TESTING_H_
