#include "federated/processes/client_messages.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"

namespace flow::federated {
namespace {

absl::Status Misfit() {
  return absl::DataLossError("a message whose parts do not fit together");
}

absl::Status CheckKind(MessageKind kind, const Message& message) {
  if (message.kind == kind) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(
      "a message of kind ", message.kind, " came where one of kind ",
      static_cast<int64_t>(kind), " was awaited"));
}

void AddText(absl::string_view text, std::vector<int64_t>* numbers) {
  numbers->push_back(std::ssize(text));
  for (const char c : text) numbers->push_back(static_cast<uint8_t>(c));
}

// Takes numbers, texts and tensors off the front of a message's.
class Reader {
 public:
  explicit Reader(const Message& message) : message_(message) {}

  // Zero where there are no more, and from then on not Fits().
  int64_t Number() {
    if (number_ < message_.numbers.size()) return message_.numbers[number_++];
    fits_ = false;
    return 0;
  }
  // A length or a count: not more than `most`.
  int64_t Count(size_t most) {
    const int64_t count = Number();
    if (count >= 0 && count <= static_cast<int64_t>(most)) return count;
    fits_ = false;
    return 0;
  }
  std::string Text() {
    std::string text(Count(message_.numbers.size()), 0);
    for (char& c : text) c = static_cast<char>(Number());
    return text;
  }
  double Real() {
    if (real_ < message_.reals.size()) return message_.reals[real_++];
    fits_ = false;
    return 0;
  }
  at::Tensor Tensor() {
    if (tensor_ < message_.tensors.size()) return message_.tensors[tensor_++];
    fits_ = false;
    return {};
  }
  bool fits() const { return fits_; }
  // That nothing is left over either.
  bool IsWhole() const {
    return fits_ && number_ == message_.numbers.size() &&
           real_ == message_.reals.size() && tensor_ == message_.tensors.size();
  }

 private:
  const Message& message_;
  size_t number_ = 0, real_ = 0, tensor_ = 0;
  bool fits_ = true;
};

}  // namespace

Message ReadyMessage(const std::string& training) {
  Message message = {.kind = kReady};
  AddText(training, &message.numbers);
  return message;
}

absl::StatusOr<std::string> ParseReady(const Message& message) {
  FLOW_RETURN_IF_ERROR(CheckKind(kReady, message));
  Reader reader(message);
  std::string training = reader.Text();
  if (!reader.IsWhole()) return Misfit();
  return training;
}

// numbers: round, tasks, weights, whether there are controls; of each task its
// client and which weights. reals: the rate. tensors: the weights; of controls
// c, and c_i of each task.
Message TasksMessage(const RoundTask& round,
                     absl::Span<const ClientTask> tasks) {
  const bool has_controls =
      !tasks.empty() && tasks[0].controls.client.defined();
  Message message = {.kind = kTasks, .reals = {round.rate_factor}};
  std::vector<int64_t> of_tasks;
  for (const ClientTask& task : tasks) {
    if (message.tensors.empty() ||
        !message.tensors.back().is_same(task.weights)) {
      message.tensors.push_back(task.weights);
    }
    of_tasks.push_back(task.client);
    of_tasks.push_back(std::ssize(message.tensors) - 1);
  }
  message.numbers = {round.round, std::ssize(tasks),
                     std::ssize(message.tensors), has_controls};
  message.numbers.insert(message.numbers.end(), of_tasks.begin(),
                         of_tasks.end());
  if (!has_controls) return message;
  message.tensors.push_back(tasks[0].controls.server);
  for (const ClientTask& task : tasks) {
    message.tensors.push_back(task.controls.client);
  }
  return message;
}

absl::StatusOr<Tasks> ParseTasks(const Message& message) {
  FLOW_RETURN_IF_ERROR(CheckKind(kTasks, message));
  Reader reader(message);
  Tasks tasks;
  tasks.round = {reader.Number(), reader.Real()};
  tasks.tasks.resize(reader.Count(message.numbers.size()));
  std::vector<at::Tensor> weights(reader.Count(message.tensors.size()));
  const bool has_controls = reader.Number() != 0;
  for (at::Tensor& w : weights) w = reader.Tensor();
  for (ClientTask& task : tasks.tasks) {
    task.client = reader.Number();
    const int64_t index = reader.Number();
    if (!reader.fits() || index < 0 || index >= std::ssize(weights)) {
      return Misfit();
    }
    task.weights = weights[index];
  }
  if (has_controls) {
    const at::Tensor server = reader.Tensor();
    for (ClientTask& task : tasks.tasks) {
      task.controls = {server, reader.Tensor()};
    }
  }
  if (!reader.IsWhole()) return Misfit();
  return tasks;
}

// numbers: answers, whether there are changes of controls, the clients. reals:
// the losses. tensors: the values, then the changes.
Message AnswersMessage(absl::Span<const ClientAnswer> answers) {
  const bool has_changes =
      !answers.empty() && answers[0].control_change.defined();
  Message message = {.kind = kAnswers,
                     .numbers = {std::ssize(answers), has_changes}};
  for (const ClientAnswer& answer : answers) {
    message.numbers.push_back(answer.client);
    message.reals.push_back(answer.loss);
    message.tensors.push_back(answer.value.contiguous());
  }
  for (const ClientAnswer& answer : answers) {
    if (has_changes) message.tensors.push_back(answer.control_change);
  }
  return message;
}

absl::StatusOr<std::vector<ClientAnswer>> ParseAnswers(const Message& message) {
  FLOW_RETURN_IF_ERROR(CheckKind(kAnswers, message));
  Reader reader(message);
  std::vector<ClientAnswer> answers(reader.Count(message.tensors.size()));
  const bool has_changes = reader.Number() != 0;
  for (ClientAnswer& answer : answers) {
    answer = {reader.Number(), reader.Tensor(), reader.Real()};
  }
  for (ClientAnswer& answer : answers) {
    if (has_changes) answer.control_change = reader.Tensor();
  }
  if (!reader.IsWhole()) return Misfit();
  return answers;
}

Message FailureMessage(const absl::Status& status) {
  FLOW_CHECK(!status.ok()) << "nothing has failed";
  Message message = {.kind = kFailure,
                     .numbers = {static_cast<int64_t>(status.code())}};
  AddText(status.message(), &message.numbers);
  return message;
}

absl::Status ParseFailure(const Message& message) {
  FLOW_RETURN_IF_ERROR(CheckKind(kFailure, message));
  Reader reader(message);
  const auto code = static_cast<absl::StatusCode>(reader.Number());
  const std::string text = reader.Text();
  const absl::Status status(code, text);
  if (!reader.IsWhole() || status.ok()) return Misfit();
  return status;
}

Message TensorsMessage(MessageKind kind,
                       absl::Span<const core::NamedTensor> tensors) {
  Message message = {.kind = kind, .numbers = {std::ssize(tensors)}};
  for (const core::NamedTensor& t : tensors) {
    AddText(t.name, &message.numbers);
    message.tensors.push_back(t.value.contiguous());
  }
  return message;
}

absl::StatusOr<std::vector<core::NamedTensor>> ParseTensors(
    MessageKind kind, const Message& message) {
  FLOW_RETURN_IF_ERROR(CheckKind(kind, message));
  Reader reader(message);
  std::vector<core::NamedTensor> tensors(reader.Count(message.tensors.size()));
  for (core::NamedTensor& t : tensors) t = {reader.Text(), reader.Tensor()};
  if (!reader.IsWhole()) return Misfit();
  return tensors;
}

}  // namespace flow::federated
