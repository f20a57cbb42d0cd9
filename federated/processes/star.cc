#include "federated/processes/star.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/processes/meeting.h"
#include "core/processes/time_left.h"
#include "federated/processes/gloo_channel.h"

namespace flow::federated {

absl::StatusOr<std::unique_ptr<Star>> Star::Join(
    const core::ProcessEnvironment& processes, absl::Duration timeout) {
  const core::TimeLeft left(timeout);
  FLOW_ASSIGN_OR_RETURN(core::Meeting meeting,
                        core::Meet(processes, left.Get()));
  std::unique_ptr<Star> star(new Star(processes.rank, processes.processes - 1,
                                      std::move(meeting.store)));
  FLOW_RETURN_IF_ERROR(star->Connect(meeting.address, left.Get()));
  return star;
}

Star::Star(int64_t rank, int64_t workers,
           std::unique_ptr<core::ProcessStore> store)
    : rank_(rank), workers_(workers), store_(std::move(store)) {}

absl::Status Star::Connect(const std::string& address, absl::Duration timeout) {
  const core::TimeLeft left(timeout);
  const int64_t first = is_server() ? 1 : rank_;
  const int64_t last = is_server() ? workers_ : rank_;
  for (int64_t worker = first; worker <= last; ++worker) {
    FLOW_ASSIGN_OR_RETURN(
        std::unique_ptr<ByteChannel> channel,
        OpenGlooChannel(*store_, absl::StrCat("worker ", worker), is_server(),
                        address, left.Get()));
    links_.emplace_back(
        is_server() ? absl::StrCat("worker ", worker) : "the server",
        std::move(channel));
  }
  return absl::OkStatus();
}

Link* Star::link(int64_t worker) {
  FLOW_CHECK(is_server() ? worker >= 1 && worker <= workers_ : worker == rank_)
      << "rank " << rank_ << " of 1 + " << workers_ << " has no link "
      << worker;
  return &links_[is_server() ? worker - 1 : 0];
}

}  // namespace flow::federated
