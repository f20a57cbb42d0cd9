/// One process of star_test, which says by the variables of torchrun who it is.
/// A worker obeys the kinds of messages of star_test_kinds.h. A server
/// exchanges one message with each worker and kills itself.
///
/// usage: star_test_process SECONDS_TO_JOIN

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "core/base/status_macros.h"
#include "core/processes/process_environment.h"
#include "federated/processes/star.h"
#include "federated/processes/star_test_kinds.h"

namespace flow::federated {
namespace {

constexpr absl::Duration kPlenty = absl::Minutes(2);

std::optional<std::string> Variable(const std::string& name) {
  const char* const value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

absl::Status Serve(Star& star) {
  for (int64_t worker = 1; worker <= star.workers(); ++worker) {
    Link& link = *star.link(worker);
    FLOW_RETURN_IF_ERROR(link.Send({.kind = kEcho}, kPlenty));
    FLOW_RETURN_IF_ERROR(link.Receive(kPlenty).status());
  }
  ::kill(::getpid(), SIGKILL);
  return absl::OkStatus();
}

absl::Status Work(Link& link) {
  while (true) {
    FLOW_ASSIGN_OR_RETURN(const Message message, link.Receive(kPlenty));
    if (message.kind == kStop) return absl::OkStatus();
    FLOW_RETURN_IF_ERROR(link.Send(message, kPlenty));
    while (message.kind == kStall) ::pause();
  }
}

absl::Status Run(absl::Duration to_join) {
  FLOW_ASSIGN_OR_RETURN(const std::optional<core::ProcessEnvironment> processes,
                        core::ProcessesOf(Variable));
  if (!processes.has_value()) return absl::NotFoundError("no launcher");
  FLOW_ASSIGN_OR_RETURN(const std::unique_ptr<Star> star,
                        Star::Join(*processes, to_join));
  return star->is_server() ? Serve(*star) : Work(*star->link(star->rank()));
}

}  // namespace
}  // namespace flow::federated

int main(int argc, char** argv) {
  // whatever ends the test ends this too
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (argc != 2) return 2;
  const absl::Status status =
      flow::federated::Run(absl::Seconds(std::atoi(argv[1])));
  if (status.ok()) return 0;
  std::cerr << status << std::endl;
  return flow::federated::kErrorExit + static_cast<int>(status.code());
}
