#include "federated/processes/workers.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "federated/processes/client_messages.h"

namespace flow::federated {

Workers::Workers(std::vector<Link*> links, Options options)
    : links_(std::move(links)), options_(std::move(options)) {}

absl::Status Workers::Tell(int64_t worker, const Message& message) {
  absl::Status sent = links_[worker]->Send(message, options_.patience);
  if (!sent.ok()) options_.on_gone(worker, sent);
  return sent;
}

absl::StatusOr<Message> Workers::Hear(int64_t worker) {
  absl::StatusOr<Message> message = links_[worker]->Receive(options_.patience);
  if (!message.ok()) options_.on_gone(worker, message.status());
  return message;
}

absl::StatusOr<Message> Workers::Ask(int64_t worker, const Message& message) {
  FLOW_RETURN_IF_ERROR(Tell(worker, message));
  return Hear(worker);
}

absl::Status Workers::Begin(const std::string& training) {
  for (int64_t w = 0; w < size(); ++w) {
    if (!IsThere(w)) continue;
    const absl::StatusOr<Message> message = Hear(w);
    if (!message.ok()) continue;
    FLOW_ASSIGN_OR_RETURN(const std::string ready, ParseReady(*message));
    if (ready == training) continue;
    return absl::FailedPreconditionError(absl::StrCat(
        "worker ", w + 1, " is ready for the training '", ready,
        "', and this is '", training,
        "'; all processes need the same experiment and the same program"));
  }
  return absl::OkStatus();
}

void Workers::End(const std::vector<core::NamedTensor>& result) {
  const Message message = TensorsMessage(kEnd, result);
  for (int64_t w = 0; w < size(); ++w) {
    if (IsThere(w)) Tell(w, message).IgnoreError();
  }
}

}  // namespace flow::federated
