#ifndef FEDERATED_PROCESSES_CLIENT_MESSAGES_H_
#define FEDERATED_PROCESSES_CLIENT_MESSAGES_H_

/// What a server and the processes that have its clients tell each other
/// (remote_clients.h, serve_clients.h), as Messages. Weights that several tasks
/// share travel once. Each Parse gives DataLoss for a message of another kind
/// or with parts that do not fit.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/nn/network.h"
#include "federated/processes/message.h"
#include "federated/rounds/clients.h"

namespace flow::federated {

/// Message::kind.
enum MessageKind : int64_t {
  kReady = 1,    // a worker: it is there, and at this training
  kTasks = 2,    // the server: do these
  kAnswers = 3,  // a worker
  kFailure = 4,  // a worker: what it was asked for ended in an error
  kGetState = 5,
  kState = 6,
  kRestore = 7,
  kRestored = 8,
  kEnd = 9,  // the server: training has ended, with these weights
};

/// Says which training a worker is ready for.
Message ReadyMessage(const std::string& training);
absl::StatusOr<std::string> ParseReady(const Message& message);

Message TasksMessage(const RoundTask& round,
                     absl::Span<const ClientTask> tasks);
struct Tasks {
  RoundTask round;
  std::vector<ClientTask> tasks;
};
absl::StatusOr<Tasks> ParseTasks(const Message& message);

Message AnswersMessage(absl::Span<const ClientAnswer> answers);
absl::StatusOr<std::vector<ClientAnswer>> ParseAnswers(const Message& message);

/// `status` is not OK. Parsing gives that status, or DataLoss.
Message FailureMessage(const absl::Status& status);
absl::Status ParseFailure(const Message& message);

/// Of kind `kind`, with tensors under names.
Message TensorsMessage(MessageKind kind,
                       absl::Span<const core::NamedTensor> tensors);
absl::StatusOr<std::vector<core::NamedTensor>> ParseTensors(
    MessageKind kind, const Message& message);

}  // namespace flow::federated

#endif  // FEDERATED_PROCESSES_CLIENT_MESSAGES_H_
