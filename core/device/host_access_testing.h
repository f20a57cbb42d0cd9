#ifndef CORE_DEVICE_HOST_ACCESS_TESTING_H_
#define CORE_DEVICE_HOST_ACCESS_TESTING_H_

/// What would stop a recording on a GPU, seen on a CPU.

#include <functional>
#include <string>
#include <vector>

namespace flow::core {

/// The operations of `work`, in this thread, that a recording cannot hold,
/// under LibTorch's names: those that ask a tensor for its numbers, or for a
/// shape that depends on them, and those that move one from one device to
/// another, which needs a second device, if it be kMeta. Aside from those
/// inside of the fused optimisers, whose kernels for the CPU ask and whose
/// others do not.
std::vector<std::string> HostAccesses(const std::function<void()>& work);

/// How many floating tensors, single numbers aside, `work` makes another dtype
/// or device of, in this thread.
int Conversions(const std::function<void()>& work);

}  // namespace flow::core

#endif  // CORE_DEVICE_HOST_ACCESS_TESTING_H_
