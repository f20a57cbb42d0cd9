#include <string>
#include <utility>

#include "core/device/device.h"

namespace flow::core {
namespace {

class Called : public Recording {
 public:
  explicit Called(std::function<void()> work) : work_(std::move(work)) {}
  void Replay() override { work_(); }

 private:
  std::function<void()> work_;
};

class Cpu : public Device {
 public:
  at::Device torch() const override { return at::kCPU; }
  std::string name() const override { return "cpu"; }
  std::unique_ptr<Recording> Record(std::function<void()> work) override {
    return std::make_unique<Called>(std::move(work));
  }
  at::Tensor Upload(const at::Tensor& x) override { return x.clone(); }
  void Aside(const std::function<void()>& work) override { work(); }
  std::optional<int64_t> PeakMemory() const override { return std::nullopt; }
  void ResetPeakMemory() override {}
};

}  // namespace

std::unique_ptr<Device> CpuDevice() { return std::make_unique<Cpu>(); }

}  // namespace flow::core
