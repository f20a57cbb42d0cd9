#include "federated/rounds/modular_clients.h"

#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/empty.h"
#include "ATen/ops/zeros.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/nn/flat_parameters.h"
#include "core/train/update_rule.h"
#include "federated/aggregation/weighted_mean.h"
#include "federated/rounds/find_modules.h"

namespace flow::federated {
namespace {

constexpr char kRows[] = "federation.modules.own";
constexpr char kUnsent[] = "federation.modules.unsent";

}  // namespace

at::Tensor ModularClients::Part::OfFlat(const at::Tensor& flat_p) const {
  return flat_p.narrow(0, at.begin, at.size());
}

at::Tensor ModularClients::Part::OfRow(const at::Tensor& row_k) const {
  return row_k.narrow(0, row_begin, at.size());
}

absl::StatusOr<std::unique_ptr<ModularClients>> ModularClients::Create(
    const FederationOptions& federation, const core::Parameters& initial,
    std::unique_ptr<Clients> clients) {
  FLOW_ASSIGN_OR_RETURN(const std::vector<ModuleRange> ranges,
                        FindModules(federation.modules, initial));
  return std::unique_ptr<ModularClients>(new ModularClients(
      federation, ranges, core::Flatten(initial).flat, std::move(clients)));
}

ModularClients::ModularClients(const FederationOptions& federation,
                               const std::vector<ModuleRange>& ranges,
                               const at::Tensor& initial_p,
                               std::unique_ptr<Clients> clients)
    : Clients(clients->weights()),
      modules_(federation.modules),
      group_size_(clients->size() / HierarchyOf(federation.topology).groups),
      clients_(std::move(clients)) {
  int64_t row_size = 0;  // so far
  for (const ModuleRange& range : ranges) {
    const ModuleOptions& module = modules_[range.module];
    if (module.owner == ModuleOwner::kFrozen) frozen_ += range.size();
    if (!IsKept(module)) continue;
    parts_.push_back({range, row_size});
    row_size += range.size();
  }
  rows_ck_ = OwnParts(initial_p).repeat({size(), 1});
  unsent_cm_ = at::zeros({size(), std::ssize(modules_)}, at::kLong);
  unsent_before_cm_ = unsent_cm_;
}

bool ModularClients::IsGlobal(const Part& part) const {
  return modules_[part.at.module].owner == ModuleOwner::kGlobal;
}

bool ModularClients::IsShared(const Part& part, int64_t round) const {
  const ModuleOptions& module = modules_[part.at.module];
  return module.owner != ModuleOwner::kLocal && (round + 1) % module.every == 0;
}

bool ModularClients::HasUnsent(const Part& part, int64_t client) const {
  return unsent_cm_[client][part.at.module].item<int64_t>() != 0;
}

at::Tensor ModularClients::WeightsOf(const ClientTask& task) const {
  if (parts_.empty()) return task.weights;
  at::Tensor weights = task.weights.clone();
  for (const Part& part : parts_) {
    if (IsGlobal(part) && !HasUnsent(part, task.client)) continue;
    part.OfFlat(weights).copy_(part.OfRow(rows_ck_[task.client]));
  }
  return weights;
}

void ModularClients::ShareInGroups(const Part& part,
                                   const ClientAnswers& answers) {
  for (int64_t first = 0; first < size(); first += group_size_) {
    std::vector<ClientValue> sent;
    double total = 0;
    for (const std::optional<ClientAnswer>& a : answers) {
      if (!a || a->client / group_size_ != first / group_size_) continue;
      sent.push_back({a->client, weights()[a->client], part.OfFlat(a->value)});
      total += weights()[a->client];
      unsent_cm_[a->client][part.at.module].fill_(0);
    }
    if (total == 0) continue;
    const at::Tensor mean = WeightedMean(sent);
    for (int64_t i = first; i < first + group_size_; ++i) {
      if (!HasUnsent(part, i)) part.OfRow(rows_ck_[i]).copy_(mean);
    }
  }
}

void ModularClients::TakeIn(const Part& part, const ClientTask& task,
                            const ClientAnswer& answer) {
  const bool is_shared = IsShared(part, round_);
  if (!is_shared) {
    part.OfRow(rows_ck_[task.client]).copy_(part.OfFlat(answer.value));
  }
  unsent_cm_[task.client][part.at.module].fill_(is_shared ? 0 : 1);
  if (is_shared && IsGlobal(part)) return;
  part.OfFlat(answer.value).copy_(part.OfFlat(task.weights));
}

absl::StatusOr<ClientAnswers> ModularClients::Do(
    const RoundTask& round, absl::Span<const ClientTask> tasks) {
  round_ = round.round;
  unsent_before_cm_ = unsent_cm_.clone();
  std::vector<ClientTask> own_tasks(tasks.begin(), tasks.end());
  for (ClientTask& task : own_tasks) task.weights = WeightsOf(task);
  FLOW_ASSIGN_OR_RETURN(ClientAnswers answers, clients_->Do(round, own_tasks));
  FLOW_CHECK(answers.size() == tasks.size()) << "an answer for each task";
  for (const Part& part : parts_) {
    if (!IsGlobal(part) && IsShared(part, round_)) ShareInGroups(part, answers);
    for (size_t k = 0; k < tasks.size(); ++k) {
      if (answers[k]) TakeIn(part, tasks[k], *answers[k]);
    }
  }
  return answers;
}

int64_t ModularClients::NumbersDown(int64_t client, int64_t all) const {
  int64_t numbers = all - frozen_;
  for (const Part& part : parts_) {
    const int64_t module = part.at.module;
    const bool has_it = modules_[module].owner == ModuleOwner::kLocal ||
                        unsent_before_cm_[client][module].item<int64_t>() != 0;
    if (has_it) numbers -= part.at.size();
  }
  return numbers;
}

int64_t ModularClients::NumbersUp(int64_t all) const {
  int64_t numbers = all - frozen_;
  for (const Part& part : parts_) {
    if (!IsShared(part, round_)) numbers -= part.at.size();
  }
  return numbers;
}

int64_t ModularClients::NumbersOfEdge(int64_t rounds, int64_t all) const {
  int64_t numbers = all - frozen_;
  for (const Part& part : parts_) {
    bool is_shared = false;
    for (int64_t r = round_ - rounds + 1; r <= round_; ++r) {
      is_shared = is_shared || (IsGlobal(part) && IsShared(part, r));
    }
    if (!is_shared) numbers -= part.at.size();
  }
  return numbers;
}

at::Tensor ModularClients::OwnParts(const at::Tensor& flat_p) const {
  const int64_t size =
      parts_.empty() ? 0 : parts_.back().row_begin + parts_.back().at.size();
  const at::Tensor own_k = at::empty({size}, at::kFloat);
  for (const Part& part : parts_) {
    part.OfRow(own_k).copy_(part.OfFlat(flat_p));
  }
  return own_k;
}

void ModularClients::SetOwnParts(const at::Tensor& own_k,
                                 const at::Tensor& flat_p) const {
  for (const Part& part : parts_) {
    part.OfFlat(flat_p).copy_(part.OfRow(own_k));
  }
}

at::Tensor ModularClients::MeanOfOwn(const at::Tensor& server_k) {
  std::vector<ClientValue> all;
  for (int64_t i = 0; i < size(); ++i) {
    all.push_back({i, weights()[i], rows_ck_[i]});
    for (const Part& part : parts_) {
      if (!IsGlobal(part) || HasUnsent(part, i)) continue;
      part.OfRow(rows_ck_[i]).copy_(part.OfRow(server_k));
    }
  }
  return WeightedMean(all);
}

std::vector<core::NamedTensor> ModularClients::State() const {
  std::vector<core::NamedTensor> state = clients_->State();
  state.push_back({kRows, rows_ck_.clone()});
  state.push_back({kUnsent, unsent_cm_.clone()});
  return state;
}

absl::Status ModularClients::Restore(
    const std::vector<core::NamedTensor>& state) {
  FLOW_RETURN_IF_ERROR(
      core::RestoreTensors(state, {{kRows, rows_ck_}, {kUnsent, unsent_cm_}}));
  return clients_->Restore(state);
}

}  // namespace flow::federated
