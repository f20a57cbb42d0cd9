#include "core/device/device_peers.h"

#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "c10/util/Exception.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/processes/share_bytes.h"

namespace flow::core {
namespace {

// Of what carries numbers between devices; other exceptions come through.
absl::Status CatchingLosses(absl::FunctionRef<void()> call) {
  try {
    call();
    return absl::OkStatus();
  } catch (const c10::DistBackendError& thrown) {
    return absl::UnavailableError(
        absl::StrCat("the devices of the processes do not reach each other: ",
                     thrown.what_without_backtrace()));
  }
}

}  // namespace

DevicePeers::DevicePeers(ProcessGroup* hosts, std::unique_ptr<DeviceSums> sums)
    : hosts_(hosts), sums_(std::move(sums)) {
  FLOW_CHECK(hosts_ != nullptr && sums_ != nullptr);
}

absl::StatusOr<std::unique_ptr<DevicePeers>> DevicePeers::Connect(
    GpuDevice* device, ProcessGroup* hosts) {
  std::string name;
  if (hosts->rank() == 0) {
    FLOW_RETURN_IF_ERROR(CatchingLosses([&] { name = device->NameGroup(); }));
  }
  FLOW_ASSIGN_OR_RETURN(name, ShareBytes(std::move(name), hosts));
  std::unique_ptr<DeviceSums> sums;
  FLOW_RETURN_IF_ERROR(CatchingLosses([&] {
    sums = device->JoinGroup(name, static_cast<int>(hosts->rank()),
                             static_cast<int>(hosts->size()));
  }));
  return std::make_unique<DevicePeers>(hosts, std::move(sums));
}

absl::Status DevicePeers::Await() {
  FLOW_RETURN_IF_ERROR(hosts_->Await());
  return CatchingLosses([&] { sums_->Await(); });
}

}  // namespace flow::core
