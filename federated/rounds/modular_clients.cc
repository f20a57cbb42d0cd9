#include "federated/rounds/modular_clients.h"

#include <algorithm>
#include <numeric>
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

std::vector<int64_t> MembersOf(const ModuleOptions& module, int64_t clients) {
  if (module.clients.empty()) {
    std::vector<int64_t> all(clients);
    std::iota(all.begin(), all.end(), 0);
    return all;
  }
  for (size_t k = 0; k < module.clients.size(); ++k) {
    const int64_t after = k == 0 ? -1 : module.clients[k - 1];
    FLOW_CHECK(module.clients[k] > after && module.clients[k] < clients)
        << "client " << module.clients[k] << " of '" << module.parameters
        << "'";
  }
  return module.clients;
}

}  // namespace

at::Tensor ModularClients::Part::OfFlat(const at::Tensor& flat_p) const {
  return flat_p.narrow(0, at.begin, at.size());
}

at::Tensor ModularClients::Part::OfOwn(const at::Tensor& own_k) const {
  return own_k.narrow(0, own_begin, at.size());
}

at::Tensor ModularClients::Part::RowOf(int64_t member) const {
  return rows[std::lower_bound(members.begin(), members.end(), member) -
              members.begin()];
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
      hierarchy_(HierarchyOf(federation.topology)),
      is_flat_(federation.IsFlat()),
      clients_(std::move(clients)) {
  for (const ModuleRange& range : ranges) {
    const ModuleOptions& module = modules_[range.module];
    if (module.owner == ModuleOwner::kFrozen) {
      frozen_ += range.size();
    } else if (IsKept(module) || !module.clients.empty()) {
      parts_.push_back(MakePart(range, initial_p));
      if (parts_.back().is_kept) own_size_ += range.size();
    }
  }
  MakeRows();
  unsent_cm_ = at::zeros({size(), std::ssize(modules_)}, at::kLong);
  unsent_before_cm_ = unsent_cm_;
}

ModularClients::Part ModularClients::MakePart(
    const ModuleRange& at, const at::Tensor& initial_p) const {
  const ModuleOptions& module = modules_[at.module];
  const bool as_one = is_flat_ && module.owner == ModuleOwner::kGlobal;
  const int64_t groups = as_one ? 1 : hierarchy_.groups;
  return {.at = at,
          .members = MembersOf(module, size()),
          .first = initial_p.narrow(0, at.begin, at.size()).clone(),
          .means = GroupMeans(groups, size() / groups),
          .is_kept = IsKept(module),
          .own_begin = own_size_};
}

// In one tensor, of which parts have views.
void ModularClients::MakeRows() {
  int64_t numbers = 0;
  for (const Part& part : parts_) {
    if (part.is_kept) numbers += std::ssize(part.members) * part.at.size();
  }
  rows_ = at::empty({numbers}, at::kFloat);
  int64_t begin = 0;
  for (Part& part : parts_) {
    if (!part.is_kept) continue;
    const int64_t members = std::ssize(part.members);
    part.rows = rows_.narrow(0, begin, members * part.at.size())
                    .view({members, part.at.size()})
                    .copy_(part.first);
    begin += part.rows.numel();
  }
}

bool ModularClients::IsTrained(const Part& part, int64_t client) const {
  return IsTrainedBy(modules_[part.at.module], client);
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
    if (!IsTrained(part, task.client)) {
      part.OfFlat(weights).copy_(part.first);
    } else if (!IsGlobal(part) || HasUnsent(part, task.client)) {
      part.OfFlat(weights).copy_(part.RowOf(task.client));
    }
  }
  return weights;
}

void ModularClients::Join(const ClientAnswers& answers, Part* part) const {
  if (!IsGlobal(*part) || round_ % hierarchy_.edge_rounds == 0) {
    part->means.Clear();
  }
  if (!IsShared(*part, round_)) return;
  std::vector<ClientValue> sent;
  for (const std::optional<ClientAnswer>& a : answers) {
    if (!a || !IsTrained(*part, a->client)) continue;
    sent.push_back({a->client, weights()[a->client], part->OfFlat(a->value)});
  }
  part->means.Add(sent);
}

void ModularClients::TakeIn(const Part& part, const ClientTask& task,
                            const ClientAnswer& answer) {
  const bool is_trained = IsTrained(part, task.client);
  const bool is_shared = is_trained && IsShared(part, round_);
  if (is_trained && !is_shared) {
    part.RowOf(task.client).copy_(part.OfFlat(answer.value));
  }
  if (is_trained) {
    unsent_cm_[task.client][part.at.module].fill_(is_shared ? 0 : 1);
  }
  if (is_shared && IsGlobal(part)) return;
  part.OfFlat(answer.value).copy_(part.OfFlat(task.weights));
}

void ModularClients::ShareInGroups(const Part& part) {
  const int64_t group_size = size() / hierarchy_.groups;
  for (const int64_t i : part.members) {
    const at::Tensor mean = part.means.OfGroup(i / group_size);
    if (mean.defined() && !HasUnsent(part, i)) part.RowOf(i).copy_(mean);
  }
}

absl::StatusOr<ClientAnswers> ModularClients::Do(
    const RoundTask& round, absl::Span<const ClientTask> tasks) {
  round_ = round.round;
  unsent_before_cm_ = unsent_cm_.clone();
  std::vector<ClientTask> own_tasks(tasks.begin(), tasks.end());
  for (ClientTask& task : own_tasks) task.weights = WeightsOf(task);
  FLOW_ASSIGN_OR_RETURN(ClientAnswers answers, clients_->Do(round, own_tasks));
  FLOW_CHECK(answers.size() == tasks.size()) << "an answer for each task";
  for (Part& part : parts_) {
    Join(answers, &part);
    for (size_t k = 0; k < tasks.size(); ++k) {
      if (answers[k]) TakeIn(part, tasks[k], *answers[k]);
    }
    if (!IsGlobal(part) && IsShared(part, round_)) ShareInGroups(part);
  }
  return answers;
}

void ModularClients::SetPartsOfGroup(int64_t group,
                                     const at::Tensor& mean_p) const {
  for (const Part& part : parts_) {
    if (!IsGlobal(part)) continue;
    const at::Tensor mean = part.means.OfGroup(group);
    if (mean.defined()) part.OfFlat(mean_p).copy_(mean);
  }
}

void ModularClients::SetPartsOfServer(const at::Tensor& mean_p) const {
  for (const Part& part : parts_) {
    if (!IsGlobal(part)) continue;
    const at::Tensor mean = part.means.OfAll();
    if (mean.defined()) part.OfFlat(mean_p).copy_(mean);
  }
}

bool ModularClients::IsOfGroup(const Part& part, int64_t group) const {
  const int64_t group_size = size() / hierarchy_.groups;
  const auto first = std::lower_bound(part.members.begin(), part.members.end(),
                                      group * group_size);
  return first != part.members.end() && *first < (group + 1) * group_size;
}

int64_t ModularClients::NumbersDown(int64_t client, int64_t all) const {
  int64_t numbers = all - frozen_;
  for (const Part& part : parts_) {
    const int64_t module = part.at.module;
    const bool has_it = !IsTrained(part, client) ||
                        modules_[module].owner == ModuleOwner::kLocal ||
                        unsent_before_cm_[client][module].item<int64_t>() != 0;
    if (has_it) numbers -= part.at.size();
  }
  return numbers;
}

int64_t ModularClients::NumbersUp(int64_t client, int64_t all) const {
  int64_t numbers = all - frozen_;
  for (const Part& part : parts_) {
    const bool is_sent = IsTrained(part, client) && IsShared(part, round_);
    if (!is_sent) numbers -= part.at.size();
  }
  return numbers;
}

int64_t ModularClients::NumbersOfEdge(int64_t group, int64_t rounds,
                                      int64_t all) const {
  int64_t numbers = all - frozen_;
  for (const Part& part : parts_) {
    bool is_shared = false;
    for (int64_t r = round_ - rounds + 1; r <= round_; ++r) {
      is_shared = is_shared || (IsGlobal(part) && IsShared(part, r));
    }
    if (!is_shared || !IsOfGroup(part, group)) numbers -= part.at.size();
  }
  return numbers;
}

at::Tensor ModularClients::OwnParts(const at::Tensor& flat_p) const {
  const at::Tensor own_k = at::empty({own_size_}, at::kFloat);
  for (const Part& part : parts_) {
    if (part.is_kept) part.OfOwn(own_k).copy_(part.OfFlat(flat_p));
  }
  return own_k;
}

void ModularClients::SetOwnParts(const at::Tensor& own_k,
                                 const at::Tensor& flat_p) const {
  for (const Part& part : parts_) {
    if (part.is_kept) part.OfFlat(flat_p).copy_(part.OfOwn(own_k));
  }
}

at::Tensor ModularClients::MeanOfOwn(const at::Tensor& server_k) const {
  const at::Tensor mean_k = server_k.clone();
  for (const Part& part : parts_) {
    if (!part.is_kept) continue;
    std::vector<ClientValue> all;
    double total = 0;
    for (const int64_t i : part.members) {
      const bool has_servers = IsGlobal(part) && !HasUnsent(part, i);
      all.push_back({i, weights()[i],
                     has_servers ? part.OfOwn(server_k) : part.RowOf(i)});
      total += weights()[i];
    }
    if (total > 0) part.OfOwn(mean_k).copy_(WeightedMean(all));
  }
  return mean_k;
}

std::vector<core::NamedTensor> ModularClients::State() const {
  std::vector<core::NamedTensor> state = clients_->State();
  state.push_back({kRows, rows_.clone()});
  state.push_back({kUnsent, unsent_cm_.clone()});
  return state;
}

absl::Status ModularClients::Restore(
    const std::vector<core::NamedTensor>& state) {
  FLOW_RETURN_IF_ERROR(
      core::RestoreTensors(state, {{kRows, rows_}, {kUnsent, unsent_cm_}}));
  return clients_->Restore(state);
}

}  // namespace flow::federated
