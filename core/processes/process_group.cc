#include "core/processes/process_group.h"

#include <chrono>
#include <utility>
#include <vector>

#include "ATen/ops/zeros.h"
#include "core/base/status_macros.h"
#include "core/processes/c10d_status.h"
#include "core/processes/gloo_options.h"
#include "core/processes/meeting.h"
#include "torch/csrc/distributed/c10d/PrefixStore.hpp"
#include "torch/csrc/distributed/c10d/ProcessGroupGloo.hpp"

namespace flow::core {
namespace {

using Group = c10d::ProcessGroupGloo;

class GlooGroup : public ProcessGroup {
 public:
  GlooGroup(const ProcessEnvironment& processes,
            std::unique_ptr<ProcessStore> store,
            c10::intrusive_ptr<Group> group)
      : ProcessGroup(processes.rank, processes.processes),
        store_(std::move(store)),
        group_(std::move(group)) {}

  absl::Status Await(absl::Duration patience) override {
    at::Tensor nothing = at::zeros({1}, at::kLong);
    return Sum(nothing, C10dTimeout(patience));
  }

  absl::Status Sum(at::Tensor& x) override {
    return Sum(x, c10d::kUnsetTimeout);  // the group's own
  }

  absl::Status Broadcast(at::Tensor& x) override {
    return Tell(CatchingC10d([&] {
      std::vector<at::Tensor> tensors = {x};
      group_->broadcast(tensors)->wait();
    }));
  }

 private:
  absl::Status Sum(at::Tensor& x, std::chrono::milliseconds timeout) {
    return Tell(CatchingC10d([&] {
      std::vector<at::Tensor> tensors = {x};
      c10d::AllreduceOptions options;
      options.timeout = timeout;
      group_->allreduce(tensors, options)->wait();
    }));
  }

  // c10d speaks of connections.
  static absl::Status Tell(absl::Status status) {
    const bool late = absl::IsDeadlineExceeded(status);
    FLOW_RETURN_IF_ERROR(std::move(status))
        << (late ? "a process was silent for too long" : "a process has gone");
    return absl::OkStatus();
  }

  std::unique_ptr<ProcessStore> store_;  // ends after the group
  c10::intrusive_ptr<Group> group_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ProcessGroup>> ProcessGroup::Join(
    const ProcessEnvironment& processes, absl::Duration timeout) {
  FLOW_ASSIGN_OR_RETURN(Meeting meeting, Meet(processes, timeout));
  c10::intrusive_ptr<Group> group;
  FLOW_RETURN_IF_ERROR(CatchingC10d([&] {
    const auto prefixed = c10::make_intrusive<c10d::PrefixStore>(
        "group",
        c10::intrusive_ptr<c10d::Store>::reclaim_copy(&meeting.store->store()));
    group = c10::make_intrusive<Group>(prefixed, processes.rank,
                                       processes.processes,
                                       GlooOptions(meeting.address, timeout));
  })) << "while connecting the processes";
  auto joined = std::make_unique<GlooGroup>(processes, std::move(meeting.store),
                                            std::move(group));
  // whoever went before the others are connected would take them along
  FLOW_RETURN_IF_ERROR(joined->Await(absl::InfiniteDuration()));
  return joined;
}

}  // namespace flow::core
