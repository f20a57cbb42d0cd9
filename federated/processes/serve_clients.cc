#include "federated/processes/serve_clients.h"

#include <utility>

#include "absl/time/time.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/tensor/catch_exceptions.h"
#include "federated/processes/client_messages.h"

namespace flow::federated {
namespace {

// The server may be at anything for long; when it has gone the link ends.
constexpr absl::Duration kForever = absl::Hours(24 * 10);

absl::StatusOr<Message> DoTasks(const Message& message, Clients* clients) {
  FLOW_ASSIGN_OR_RETURN(const Tasks tasks, ParseTasks(message));
  for (const ClientTask& task : tasks.tasks) {
    if (task.client >= 0 && task.client < clients->size()) continue;
    return absl::DataLossError("a task of a client that there is not");
  }
  FLOW_ASSIGN_OR_RETURN(ClientAnswers done,
                        clients->Do(tasks.round, tasks.tasks));
  std::vector<ClientAnswer> answers;
  for (std::optional<ClientAnswer>& one : done) {
    FLOW_CHECK(one.has_value()) << "the clients of a worker are its own";
    answers.push_back(*std::move(one));
  }
  return AnswersMessage(answers);
}

absl::StatusOr<Message> Restore(const Message& message, Clients* clients) {
  FLOW_ASSIGN_OR_RETURN(const std::vector<core::NamedTensor> state,
                        ParseTensors(kRestore, message));
  FLOW_RETURN_IF_ERROR(clients->Restore(state));
  return Message{.kind = kRestored};
}

absl::StatusOr<Message> Reply(const Message& message, Clients* clients) {
  if (clients == nullptr) {
    return absl::DataLossError("a training that asks no clients has asked");
  }
  switch (message.kind) {
    case kTasks:
      return DoTasks(message, clients);
    case kGetState:
      return TensorsMessage(kState, clients->State());
    case kRestore:
      return Restore(message, clients);
    default:
      return absl::DataLossError("a message that only a worker sends");
  }
}

}  // namespace

absl::StatusOr<std::vector<core::NamedTensor>> ServeClients(
    const std::string& training, Clients* clients, Link* server) {
  FLOW_RETURN_IF_ERROR(server->Send(ReadyMessage(training), kForever));
  for (;;) {
    FLOW_ASSIGN_OR_RETURN(const Message message, server->Receive(kForever));
    if (message.kind == kEnd) return ParseTensors(kEnd, message);
    // what a client's work throws is an error of it, not this process's end
    const absl::StatusOr<Message> reply =
        core::CatchExceptions([&] { return Reply(message, clients); });
    FLOW_RETURN_IF_ERROR(server->Send(
        reply.ok() ? *reply : FailureMessage(reply.status()), kForever));
  }
}

}  // namespace flow::federated
