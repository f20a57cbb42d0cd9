#include "core/device/cuda/nccl_sums.h"

#include <cstring>

#include "ATen/core/Tensor.h"
#include "ATen/cuda/CUDAEvent.h"
#include "c10/cuda/CUDAStream.h"
#include "c10/util/Exception.h"
#include "nccl.h"

namespace flow::core {
namespace {

void Check(ncclResult_t result) {
  if (result == ncclSuccess) return;
  throw c10::DistBackendError({__func__, __FILE__, __LINE__},
                              std::string("NCCL: ") +
                                  ncclGetErrorString(result) + " (" +
                                  ncclGetLastError(/*comm=*/nullptr) + ")");
}

// On a stream of its own, which waits for the one that asks and is waited for
// by it; so while that one is recorded, this one is too.
class NcclSums : public DeviceSums {
 public:
  NcclSums(c10::DeviceIndex index, const ncclUniqueId& id, int rank, int ranks)
      : index_(index),
        stream_(at::cuda::getStreamFromPool(/*isHighPriority=*/true, index)) {
    Check(ncclCommInitRank(&communicator_, ranks, id, rank));
  }

  // Not Destroy, which waits for sums that others may never begin.
  ~NcclSums() override { ncclCommAbort(communicator_); }

  NcclSums(const NcclSums&) = delete;
  NcclSums& operator=(const NcclSums&) = delete;

  void Begin(const at::Tensor& x) override {
    TORCH_INTERNAL_ASSERT(x.is_cuda() && x.is_contiguous() &&
                          x.scalar_type() == at::kFloat);
    asked_.record(at::cuda::getCurrentCUDAStream(index_));
    asked_.block(stream_);
    float* const numbers = x.mutable_data_ptr<float>();
    Check(ncclAllReduce(numbers, numbers, x.numel(), ncclFloat, ncclSum,
                        communicator_, stream_));
  }

  void Join() override {
    summed_.record(stream_);
    summed_.block(at::cuda::getCurrentCUDAStream(index_));
  }

  void Mark() override {
    marked_.record(at::cuda::getCurrentCUDAStream(index_));
  }

  // NCCL tells of a connection that broke to whoever asks.
  bool Reached() override {
    ncclResult_t state = ncclSuccess;
    Check(ncclCommGetAsyncError(communicator_, &state));
    Check(state);
    return marked_.query();
  }

 private:
  c10::DeviceIndex index_;
  c10::cuda::CUDAStream stream_;
  ncclComm_t communicator_ = nullptr;
  at::cuda::CUDAEvent asked_, summed_, marked_;
};

}  // namespace

std::string NewNcclName() {
  ncclUniqueId id;
  Check(ncclGetUniqueId(&id));
  return std::string(id.internal, sizeof(id.internal));
}

std::unique_ptr<DeviceSums> JoinNccl(c10::DeviceIndex index,
                                     const std::string& name, int rank,
                                     int ranks) {
  ncclUniqueId id;
  TORCH_INTERNAL_ASSERT(name.size() == sizeof(id.internal));
  std::memcpy(id.internal, name.data(), sizeof(id.internal));
  return std::make_unique<NcclSums>(index, id, rank, ranks);
}

}  // namespace flow::core
