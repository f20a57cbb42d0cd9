#include "federated/processes/workers.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/processes/time_left.h"
#include "federated/processes/client_messages.h"

namespace flow::federated {

Workers::Workers(std::vector<Link*> links, Options options)
    : links_(std::move(links)), options_(std::move(options)) {}

void Workers::Lose(int64_t worker, const absl::Status& why) {
  gone_.emplace_back(why.message());
  options_.on_gone(worker, why);
}

absl::Status Workers::Tell(int64_t worker, const Message& message) {
  absl::Status sent = links_[worker]->Send(message, options_.patience);
  if (!sent.ok()) Lose(worker, sent);
  return sent;
}

absl::StatusOr<Message> Workers::Hear(int64_t worker) {
  return HearWithin(worker, options_.patience);
}

absl::StatusOr<Message> Workers::HearWithin(int64_t worker,
                                            absl::Duration patience) {
  absl::StatusOr<Message> message = links_[worker]->Receive(patience);
  if (!message.ok()) Lose(worker, message.status());
  return message;
}

absl::StatusOr<Message> Workers::Ask(int64_t worker, const Message& message) {
  FLOW_RETURN_IF_ERROR(Tell(worker, message));
  return Hear(worker);
}

absl::Status Workers::Begin(const std::string& training) {
  const core::TimeLeft left(std::max(options_.patience, absl::Hours(1)));
  for (int64_t w = 0; w < size(); ++w) {
    if (!IsThere(w)) continue;
    // who is ready already is heard even when the time is over
    const absl::StatusOr<Message> message =
        HearWithin(w, std::max(left.Get(), absl::Seconds(1)));
    if (!message.ok()) continue;
    if (message->kind == kFailure) {
      FLOW_RETURN_IF_ERROR(ParseFailure(*message)) << "worker " << w + 1;
    }
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
