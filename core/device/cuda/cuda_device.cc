// What core/device asks of a GPU, by CUDA graphs. A library of its own, loaded
// when a GPU is asked for: the program is built without CUDA.

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "ATen/Context.h"
#include "ATen/cuda/CUDAContext.h"
#include "ATen/cuda/CUDAGraph.h"
#include "c10/cuda/CUDACachingAllocator.h"
#include "c10/cuda/CUDAGuard.h"
#include "c10/cuda/CUDAStream.h"
#include "core/device/cuda/flow_cuda.h"
#include "core/device/cuda/nccl_sums.h"
#include "core/device/gpu_device.h"

namespace flow::core {
namespace {

class Graph : public Recording {
 public:
  // `work` is done three times first, on the stream that records: libraries
  // choose their algorithms and take their memory when they are first called.
  Graph(c10::DeviceIndex index, const std::function<void()>& work) {
    at::cuda::getCurrentCUDAStream(index).synchronize();
    const c10::cuda::CUDAStream side =
        at::cuda::getStreamFromPool(/*isHighPriority=*/false, index);
    const c10::cuda::CUDAStreamGuard guard(side);
    for (int k = 0; k < 3; ++k) work();
    side.synchronize();
    // other threads may go on meanwhile: Aside()
    graph_.capture_begin(/*pool=*/{0, 0}, cudaStreamCaptureModeThreadLocal);
    work();
    graph_.capture_end();
    side.synchronize();
  }

  void Replay() override { graph_.replay(); }

 private:
  at::cuda::CUDAGraph graph_;
};

class Cuda : public GpuDevice {
 public:
  explicit Cuda(c10::DeviceIndex index)
      : index_(index), aside_(Initialized(index)) {
    // convolutions of ten binary digits are no float32
    at::globalContext().setAllowTF32CuDNN(false);
  }

  at::Device torch() const override { return {at::kCUDA, index_}; }

  std::string name() const override {
    return "cuda:" + std::to_string(index_) + " (" +
           at::cuda::getDeviceProperties(index_)->name + ")";
  }

  std::unique_ptr<Recording> Record(std::function<void()> work) override {
    return std::make_unique<Graph>(index_, work);
  }

  // From memory that does not move, so that the host need not wait; LibTorch
  // keeps it until the copy is made.
  at::Tensor Upload(const at::Tensor& x) override {
    return x.contiguous().pin_memory().to(torch(), x.scalar_type(),
                                          /*non_blocking=*/true);
  }

  void Aside(const std::function<void()>& work) override {
    const std::lock_guard<std::mutex> lock(aside_mutex_);
    const c10::cuda::CUDAStreamGuard guard(aside_);
    work();
    aside_.synchronize();
  }

  std::optional<int64_t> PeakMemory() const override {
    using Stat = c10::CachingAllocator::StatType;
    return c10::cuda::CUDACachingAllocator::getDeviceStats(index_)
        .allocated_bytes[static_cast<size_t>(Stat::AGGREGATE)]
        .peak;
  }

  void ResetPeakMemory() override {
    c10::cuda::CUDACachingAllocator::resetPeakStats(index_);
  }

  std::string NameGroup() override { return NewNcclName(); }

  std::unique_ptr<DeviceSums> JoinGroup(const std::string& name, int rank,
                                        int ranks) override {
    const c10::cuda::CUDAGuard guard(index_);
    return JoinNccl(index_, name, rank, ranks);
  }

 private:
  // Of the other pool than those that record, which go round.
  static c10::cuda::CUDAStream Initialized(c10::DeviceIndex index) {
    at::globalContext().lazyInitDevice(at::kCUDA);
    c10::cuda::set_device(index);
    return at::cuda::getStreamFromPool(/*isHighPriority=*/true, index);
  }

  c10::DeviceIndex index_;
  // one, for memory that is given back is kept for its stream
  c10::cuda::CUDAStream aside_;
  std::mutex aside_mutex_;
};

}  // namespace

extern "C" GpuDevice* MakeFlowCudaDevice3(int index) {
  return new Cuda(static_cast<c10::DeviceIndex>(index));
}

}  // namespace flow::core
