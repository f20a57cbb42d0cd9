#include "federated/processes/star.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "federated/processes/arrivals.h"
#include "federated/processes/gloo_channel.h"
#include "federated/processes/local_address.h"
#include "federated/processes/time_left.h"

namespace flow::federated {
namespace {

absl::Status Validate(const ProcessEnvironment& processes) {
  if (processes.processes < 2) {
    return absl::InvalidArgumentError(
        absl::StrCat("a server and its workers are two processes or more; got ",
                     processes.processes));
  }
  if (processes.rank < 0 || processes.rank >= processes.processes) {
    return absl::InvalidArgumentError(
        absl::StrCat("a rank of ", processes.processes,
                     " processes is below that; got ", processes.rank));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Star>> Star::Join(
    const ProcessEnvironment& processes, absl::Duration timeout) {
  FLOW_RETURN_IF_ERROR(Validate(processes));
  const TimeLeft left(timeout);
  FLOW_ASSIGN_OR_RETURN(std::unique_ptr<ProcessStore> store,
                        ProcessStore::Open(processes, left.Get()));
  FLOW_ASSIGN_OR_RETURN(
      const std::string address,
      LocalAddressTowards(processes.address, store->port(), left.Get()));
  FLOW_RETURN_IF_ERROR(
      AwaitArrivals(*store, processes.rank, processes.processes, left.Get()));
  std::unique_ptr<Star> star(
      new Star(processes.rank, processes.processes - 1, std::move(store)));
  FLOW_RETURN_IF_ERROR(star->Connect(address, left.Get()));
  return star;
}

Star::Star(int64_t rank, int64_t workers, std::unique_ptr<ProcessStore> store)
    : rank_(rank), workers_(workers), store_(std::move(store)) {}

absl::Status Star::Connect(const std::string& address, absl::Duration timeout) {
  const TimeLeft left(timeout);
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
