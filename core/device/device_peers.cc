#include "core/device/device_peers.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "c10/util/Exception.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/processes/share_bytes.h"

namespace flow::core {
namespace {

// Between two looks at a device that is at work.
constexpr absl::Duration kGlance = absl::Microseconds(50);

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

DevicePeers::DevicePeers(ProcessGroup* hosts, std::unique_ptr<DeviceSums> sums,
                         absl::Duration patience)
    : hosts_(hosts), sums_(std::move(sums)), patience_(patience) {
  FLOW_CHECK(hosts_ != nullptr && sums_ != nullptr);
  sums_->Mark();
}

absl::StatusOr<std::unique_ptr<DevicePeers>> DevicePeers::Connect(
    GpuDevice* device, ProcessGroup* hosts, absl::Duration patience) {
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
  return std::make_unique<DevicePeers>(hosts, std::move(sums), patience);
}

absl::Status DevicePeers::Do(absl::FunctionRef<void()> work) {
  FLOW_RETURN_IF_ERROR(failed_);
  return Fail(CatchingLosses(work));
}

absl::Status DevicePeers::Follow() {
  FLOW_RETURN_IF_ERROR(AwaitMark());
  return Do([&] { sums_->Mark(); });
}

// Who has gone before is missed by the hosts at once; who goes later, by the
// device. The second time nobody has a sum left that another still takes part
// in, and all may leave.
absl::Status DevicePeers::Await() {
  FLOW_RETURN_IF_ERROR(AwaitHosts());
  FLOW_RETURN_IF_ERROR(Do([&] { sums_->Mark(); }));
  FLOW_RETURN_IF_ERROR(AwaitMark());
  return AwaitHosts();
}

absl::Status DevicePeers::AwaitMark() {
  const absl::Time end = absl::Now() + patience_;
  bool reached = false;
  while (true) {
    FLOW_RETURN_IF_ERROR(Do([&] { reached = sums_->Reached(); }));
    if (reached) return absl::OkStatus();
    if (absl::Now() > end) {
      return Fail(absl::DeadlineExceededError(
          absl::StrCat("the devices of the processes have not added up for ",
                       absl::FormatDuration(patience_))));
    }
    absl::SleepFor(kGlance);
  }
}

absl::Status DevicePeers::AwaitHosts() {
  FLOW_RETURN_IF_ERROR(failed_);
  return Fail(hosts_->Await(patience_));
}

absl::Status DevicePeers::Fail(absl::Status why) {
  if (why.ok()) return why;
  sums_.reset();
  failed_ = why;
  return why;
}

}  // namespace flow::core
