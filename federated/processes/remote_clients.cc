#include "federated/processes/remote_clients.h"

#include <utility>

#include "ATen/TensorOperators.h"
#include "core/base/status_macros.h"
#include "core/train/update_rule.h"
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

RemoteClients::RemoteClients(std::vector<double> weights,
                             std::vector<core::NamedTensor> initial,
                             Workers* workers)
    : Clients(std::move(weights)),
      workers_(workers),
      known_(std::move(initial)) {}

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
  for (int64_t w = 0; w < workers_->size() && !known_.empty(); ++w) {
    if (!workers_->IsThere(w)) continue;
    const auto message = workers_->Ask(w, {.kind = kGetState});
    if (!message.ok()) continue;
    const auto all = ParseTensors(kState, *message);
    std::vector<core::NamedTensor> own;
    for (const core::NamedTensor& t : known_) {
      own.push_back({t.name, t.value.clone()});
    }
    if (!all.ok() || !core::RestoreTensors(*all, own).ok()) continue;
    for (size_t t = 0; t < known_.size(); ++t) {
      for (int64_t i = w; i < size(); i += workers_->size()) {
        known_[t].value[i].copy_(own[t].value[i]);
      }
    }
  }
  std::vector<core::NamedTensor> state;
  for (const core::NamedTensor& t : known_) {
    state.push_back({t.name, t.value.clone()});
  }
  return state;
}

absl::Status RemoteClients::Restore(
    const std::vector<core::NamedTensor>& state) {
  if (known_.empty()) return absl::OkStatus();
  FLOW_RETURN_IF_ERROR(core::RestoreTensors(state, known_));
  for (int64_t w = 0; w < workers_->size(); ++w) {
    if (!workers_->IsThere(w)) continue;
    const auto message = workers_->Ask(w, TensorsMessage(kRestore, known_));
    if (message.ok() && message->kind != kRestored) {
      return ParseFailure(*message);
    }
  }
  return absl::OkStatus();
}

}  // namespace flow::federated
