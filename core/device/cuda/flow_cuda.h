#ifndef CORE_DEVICE_CUDA_FLOW_CUDA_H_
#define CORE_DEVICE_CUDA_FLOW_CUDA_H_

#include "core/device/device.h"

namespace flow::core {

/// What libflow_cuda.so gives, under this name: a new Device for the GPU of
/// that number, which is there. The name changes with Device.
inline constexpr char kMakeFlowCudaDevice[] = "MakeFlowCudaDevice1";
using MakeFlowCudaDevice = Device*(int index);

}  // namespace flow::core

#endif  // CORE_DEVICE_CUDA_FLOW_CUDA_H_
