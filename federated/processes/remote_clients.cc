#include "federated/processes/remote_clients.h"

#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/zeros_like.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "federated/processes/client_messages.h"

namespace flow::federated {
namespace {

// The places in `tasks` of a worker's.
std::vector<std::vector<size_t>> ByWorker(absl::Span<const ClientTask> tasks,
                                          int64_t workers) {
  std::vector<std::vector<size_t>> places(workers);
  for (size_t k = 0; k < tasks.size(); ++k) {
    places[WorkerOf(tasks[k].client, workers)].push_back(k);
  }
  return places;
}

// Of a worker that has been sent the tasks at `places`.
absl::StatusOr<std::vector<ClientAnswer>> AnswersTo(
    absl::Span<const ClientTask> tasks, const std::vector<size_t>& places,
    const Message& message) {
  if (message.kind == kFailure) return ParseFailure(message);
  FLOW_ASSIGN_OR_RETURN(std::vector<ClientAnswer> answers,
                        ParseAnswers(message));
  bool fits = answers.size() == places.size();
  for (size_t j = 0; fits && j < places.size(); ++j) {
    const ClientTask& task = tasks[places[j]];
    fits = answers[j].client == task.client &&
           answers[j].value.sizes() == task.weights.sizes() &&
           answers[j].value.scalar_type() == task.weights.scalar_type();
  }
  if (!fits) return absl::InternalError("the answers of other tasks came");
  return answers;
}

}  // namespace

RemoteClients::RemoteClients(std::vector<double> weights, Workers* workers)
    : Clients(std::move(weights)), workers_(workers) {}

absl::StatusOr<ClientAnswers> RemoteClients::Do(
    const RoundTask& round, absl::Span<const ClientTask> tasks) {
  const auto places = ByWorker(tasks, workers_->size());
  std::vector<int64_t> asked;
  for (int64_t w = 0; w < workers_->size(); ++w) {
    if (places[w].empty() || !workers_->IsThere(w)) continue;
    std::vector<ClientTask> own;
    for (const size_t k : places[w]) own.push_back(tasks[k]);
    if (workers_->Tell(w, TasksMessage(round, own)).ok()) asked.push_back(w);
  }
  ClientAnswers answers(tasks.size());
  // All are heard before an error is told: no answer is left in a link.
  absl::Status failure;
  size_t failed_at = tasks.size();
  for (const int64_t w : asked) {
    const absl::StatusOr<Message> message = workers_->Hear(w);
    if (!message.ok()) continue;
    auto own = AnswersTo(tasks, places[w], *message);
    if (!own.ok() && places[w][0] < failed_at) {
      failure = own.status();
      failed_at = places[w][0];
    }
    for (size_t j = 0; own.ok() && j < own->size(); ++j) {
      answers[places[w][j]] = std::move((*own)[j]);
    }
  }
  FLOW_RETURN_IF_ERROR(failure);
  return answers;
}

std::vector<core::NamedTensor> RemoteClients::State() const {
  std::vector<core::NamedTensor> all;
  for (int64_t w = 0; w < workers_->size(); ++w) {
    if (!workers_->IsThere(w)) continue;
    const auto message = workers_->Ask(w, {.kind = kGetState});
    if (!message.ok()) continue;
    const auto own = ParseTensors(kState, *message);
    FLOW_CHECK(own.ok()) << "a state comes when it is asked for";
    for (size_t t = 0; t < own->size(); ++t) {
      const core::NamedTensor& tensor = (*own)[t];
      if (t == all.size()) {
        all.push_back({tensor.name, at::zeros_like(tensor.value)});
      }
      for (int64_t i = w; i < size(); i += workers_->size()) {
        all[t].value[i].copy_(tensor.value[i]);
      }
    }
  }
  return all;
}

absl::Status RemoteClients::Restore(
    const std::vector<core::NamedTensor>& state) {
  for (int64_t w = 0; w < workers_->size(); ++w) {
    if (!workers_->IsThere(w)) continue;
    const auto message = workers_->Ask(w, TensorsMessage(kRestore, state));
    if (message.ok() && message->kind == kFailure) {
      return ParseFailure(*message);
    }
  }
  return absl::OkStatus();
}

}  // namespace flow::federated
