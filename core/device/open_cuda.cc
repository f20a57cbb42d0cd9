#include "core/device/open_cuda.h"

#include <dlfcn.h>

#include <cstdlib>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "c10/core/impl/DeviceGuardImplInterface.h"
#include "core/base/status_macros.h"
#include "core/device/cuda/flow_cuda.h"

namespace flow::core {
namespace {

// Symbols of one are found by the next.
absl::StatusOr<void*> Load(const char* library, absl::string_view remedy) {
  void* const handle = ::dlopen(library, RTLD_NOW | RTLD_GLOBAL);
  if (handle != nullptr) return handle;
  return absl::UnavailableError(absl::StrCat("a GPU needs ", library,
                                             ", which cannot be loaded (",
                                             ::dlerror(), "); ", remedy));
}

}  // namespace

absl::StatusOr<std::unique_ptr<GpuDevice>> OpenCuda(int index) {
  FLOW_RETURN_IF_ERROR(
      Load("libtorch_cuda.so",
           "put the folders lib of torch 2.11.0 and of the nvidia wheels it "
           "asks for into LD_LIBRARY_PATH")
          .status());
  FLOW_ASSIGN_OR_RETURN(
      void* const flow_cuda,
      Load("libflow_cuda.so",
           "build //core/device/cuda:flow_cuda and put its folder into "
           "LD_LIBRARY_PATH"));
  const auto make = reinterpret_cast<MakeFlowCudaDevice*>(
      ::dlsym(flow_cuda, kMakeFlowCudaDevice));
  if (make == nullptr) {
    return absl::UnavailableError(
        "libflow_cuda.so is of another version of this program; build both "
        "from one commit");
  }
  const int count =
      c10::impl::hasDeviceGuardImpl(at::kCUDA)
          ? c10::impl::getDeviceGuardImpl(at::kCUDA)->deviceCount()
          : 0;
  // a launcher has shown this process its own
  if (count == 1 && std::getenv("CUDA_VISIBLE_DEVICES") != nullptr) index = 0;
  if (index >= count) {
    return absl::UnavailableError(absl::StrCat(
        "there is no GPU number ", index, ": LibTorch finds ", count,
        count == 0 ? " (is there a driver? nvidia-smi tells)"
                   : "; start as many processes on this machine as it has"));
  }
  return std::unique_ptr<GpuDevice>(make(index));
}

}  // namespace flow::core
