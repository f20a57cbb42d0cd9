#include "federated/processes/gloo_channel.h"

#include <utility>
#include <vector>

#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/processes/c10d_status.h"
#include "core/processes/gloo_options.h"
#include "torch/csrc/distributed/c10d/PrefixStore.hpp"
#include "torch/csrc/distributed/c10d/ProcessGroupGloo.hpp"

namespace flow::federated {
namespace {

using Group = c10d::ProcessGroupGloo;

constexpr int kTag = 0;

class GlooChannel : public ByteChannel {
 public:
  GlooChannel(c10::intrusive_ptr<Group> group, int other)
      : group_(std::move(group)), other_(other) {}

  absl::Status Send(const at::Tensor& bytes, absl::Duration timeout) override {
    return Wait(timeout, [&] {
      std::vector<at::Tensor> tensors = {bytes};
      return group_->send(tensors, other_, kTag);
    });
  }

  absl::Status Receive(at::Tensor& bytes, absl::Duration timeout) override {
    return Wait(timeout, [&] {
      std::vector<at::Tensor> tensors = {bytes};
      return group_->recv(tensors, other_, kTag);
    });
  }

 private:
  template <typename Start>
  static absl::Status Wait(absl::Duration timeout, Start start) {
    bool done = false;
    FLOW_RETURN_IF_ERROR(core::CatchingC10d(
        [&] { done = start()->wait(core::C10dTimeout(timeout)); }));
    // c10d says false only of what was aborted, and nothing here aborts
    FLOW_CHECK(done) << "a transfer is done or throws";
    return absl::OkStatus();
  }

  c10::intrusive_ptr<Group> group_;
  int other_;  // the other end's number in the group
};

}  // namespace

absl::StatusOr<std::unique_ptr<ByteChannel>> OpenGlooChannel(
    core::ProcessStore& store, const std::string& name, bool first,
    const std::string& address, absl::Duration timeout) {
  const int own = first ? 0 : 1;
  c10::intrusive_ptr<Group> group;
  FLOW_RETURN_IF_ERROR(core::CatchingC10d([&] {
    const auto prefixed = c10::make_intrusive<c10d::PrefixStore>(
        name, c10::intrusive_ptr<c10d::Store>::reclaim_copy(&store.store()));
    group = c10::make_intrusive<Group>(prefixed, own, /*size=*/2,
                                       core::GlooOptions(address, timeout));
  })) << "while connecting "
      << name;
  return std::make_unique<GlooChannel>(std::move(group), 1 - own);
}

}  // namespace flow::federated
