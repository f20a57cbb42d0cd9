#ifndef CORE_DEVICE_CUDA_FLOW_CUDA_H_
#define CORE_DEVICE_CUDA_FLOW_CUDA_H_

#include "core/device/gpu_device.h"

namespace flow::core {

/// What libflow_cuda.so gives, under this name: a new device for the GPU of
/// that number, which is there. The name changes with GpuDevice and with the
/// operations that the library adds to LibTorch's.
inline constexpr char kMakeFlowCudaDevice[] = "MakeFlowCudaDevice3";
using MakeFlowCudaDevice = GpuDevice*(int index);

}  // namespace flow::core

#endif  // CORE_DEVICE_CUDA_FLOW_CUDA_H_
