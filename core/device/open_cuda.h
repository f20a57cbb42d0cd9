#ifndef CORE_DEVICE_OPEN_CUDA_H_
#define CORE_DEVICE_OPEN_CUDA_H_

#include <memory>

#include "absl/status/statusor.h"
#include "core/device/gpu_device.h"

namespace flow::core {

/// The GPU number `index`, from 0, of those that this process sees; the only
/// one where CUDA_VISIBLE_DEVICES shows no other, by which a launcher gives
/// each process its own. Loads libtorch_cuda.so, of the LibTorch that this
/// program is built for, and libflow_cuda.so (core/device/cuda), from where the
/// system looks for libraries: folders of LD_LIBRARY_PATH first. They stay
/// loaded. So a program that is asked for no GPU needs neither them nor what
/// they bring along.
///
/// Unavailable, with what to do, where a library cannot be loaded, there
/// is no GPU, or fewer than asked for.
absl::StatusOr<std::unique_ptr<GpuDevice>> OpenCuda(int index);

}  // namespace flow::core

#endif  // CORE_DEVICE_OPEN_CUDA_H_
