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

#include "absl/status/status.h"
#include "c10/util/Exception.h"
#include "core/device/device.h"
#include "core/device/device_sums.h"
#include "core/device/host_access_testing.h"
#include "core/processes/process_group.h"

namespace flow::core {

/// CpuDevice() as a Device or as one that derives from it, to begin from.
template <typename Base>
class Forwarding : public Base {
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

using TestDevice = Forwarding<Device>;

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

/// The sums of CPUs, by the group of their processes.
class TestSums : public DeviceSums {
 public:
  explicit TestSums(ProcessGroup* hosts) : hosts_(hosts) {}

  void Begin(const at::Tensor& x) override {
    at::Tensor here = x;
    const absl::Status status = hosts_->Sum(here);
    if (!status.ok()) {
      throw c10::DistBackendError({__func__, __FILE__, __LINE__},
                                  status.ToString());
    }
  }
  void Join() override {}
  void Mark() override { ++marks; }
  bool Reached() override { return true; }

  int marks = 0;

 private:
  ProcessGroup* hosts_;
};

}  // namespace flow::core

#endif  // CORE_DEVICE_DEVICE_TESTING_H_
