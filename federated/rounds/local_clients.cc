#include "federated/rounds/local_clients.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include "ATen/TensorOperators.h"
#include "ATen/ops/empty.h"
#include "core/base/status_macros.h"
#include "core/nn/flat_parameters.h"
#include "federated/aggregation/weighted_mean.h"
#include "federated/rounds/find_modules.h"
#include "federated/rounds/local_training.h"

namespace flow::federated {
namespace {

// Of values that are added up at once, for each thread: what stays in the
// cache, but four clients at least, so that threads seldom wait for each other.
constexpr int64_t kValueBytes = int64_t{4} << 20;
constexpr int64_t kLeastValues = 4;

std::vector<double> WeightsOf(const std::vector<Client>& clients) {
  std::vector<double> weights;
  for (const Client& client : clients) weights.push_back(client.weight);
  return weights;
}

std::vector<ModuleRange> RangesOf(const std::vector<ModuleOptions>& modules,
                                  const core::Parameters& like) {
  auto ranges = FindModules(modules, like);
  return ranges.ok() ? *std::move(ranges) : std::vector<ModuleRange>();
}

}  // namespace

LocalClients::LocalClients(const FederationOptions& federation,
                           const core::TrainOptions& train,
                           std::vector<Client> clients, core::Parameters like,
                           Seed seed, ThreadPool* pool)
    : Clients(WeightsOf(clients)),
      options_(federation),
      max_gradient_norm_(train.max_gradient_norm),
      like_(std::move(like)),
      uplink_(federation.compression, federation.clients, like_, seed),
      ranges_(RangesOf(federation.modules, like_)),
      pool_(pool) {
  for (Client& client : clients) {
    gradients_.push_back(std::move(client.gradients));
  }
}

absl::StatusOr<ClientAnswer> LocalClients::Gradient(
    const RoundTask& round, const ClientTask& task,
    const core::FlatParameters& at) {
  FLOW_ASSIGN_OR_RETURN(const core::Gradient gradient,
                        gradients_[task.client]->Get(round.round, at));
  if (!std::isfinite(gradient.loss)) {
    return NotFinite(task.client, round.round + 1, 1, gradient.loss);
  }
  return ClientAnswer{
      task.client,
      uplink_.IsExact()
          ? gradient.flat.clone()
          : uplink_.Carry(task.client, round.round, gradient.flat),
      gradient.loss};
}

// Weights go as they are where nothing lies on the way, and as changes where
// something does, so that a plain average has the bits of averaged weights.
at::Tensor LocalClients::Send(const RoundTask& round, const ClientTask& task,
                              const at::Tensor& end) {
  const bool as_change = options_.HidesClients();
  if (uplink_.IsExact()) return as_change ? end - task.weights : end;
  const at::Tensor change =
      uplink_.Carry(task.client, round.round, end - task.weights);
  return as_change ? change : change + task.weights;
}

absl::StatusOr<ClientAnswer> LocalClients::Train(const RoundTask& round,
                                                 const ClientTask& task,
                                                 const at::Tensor& end) {
  const std::vector<ModuleRange> frozen =
      FrozenFor(task.client, options_.modules, ranges_);
  const LocalStart start = {.client = task.client,
                            .round = round.round,
                            .weights = task.weights,
                            .end = end,
                            .rate_factor = round.rate_factor,
                            .proximal_mu = options_.aggregation.proximal_mu,
                            .max_gradient_norm = max_gradient_norm_,
                            .controls = task.controls,
                            .frozen = frozen};
  FLOW_ASSIGN_OR_RETURN(LocalEnd trained,
                        TrainLocally(options_.local, start, like_,
                                     gradients_[task.client].get()));
  return ClientAnswer{task.client, Send(round, task, trained.weights),
                      trained.loss, std::move(trained.control_change)};
}

absl::StatusOr<ClientAnswers> LocalClients::Do(
    const RoundTask& round, absl::Span<const ClientTask> tasks) {
  const bool sends_gradients =
      std::holds_alternative<FedSgdOptions>(options_.aggregation.rule);
  std::vector<core::FlatParameters> at;  // views of the weights, of gradients
  for (size_t k = 0; sends_gradients && k < tasks.size(); ++k) {
    const bool as_before =
        k > 0 && tasks[k].weights.is_same(tasks[k - 1].weights);
    at.push_back(as_before ? at.back()
                           : core::ViewsOf(tasks[k].weights, like_));
  }
  // as large as all the messages of a round, and asked of the system once
  while (!sends_gradients && ends_.size() < tasks.size()) {
    ends_.push_back(at::empty({core::CountNumbers(like_)}, at::kFloat));
  }
  std::vector<absl::StatusOr<ClientAnswer>> done(tasks.size());
  pool_->ParallelFor(std::ssize(tasks), [&](int64_t k) {
    done[k] = sends_gradients ? Gradient(round, tasks[k], at[k])
                              : Train(round, tasks[k], ends_[k]);
  });
  ClientAnswers answers;
  for (absl::StatusOr<ClientAnswer>& one : done) {
    FLOW_RETURN_IF_ERROR(one.status());
    answers.push_back(*std::move(one));
  }
  return answers;
}

absl::StatusOr<MeanAnswers> LocalClients::DoForMean(
    const RoundTask& round, absl::Span<const ClientTask> tasks) {
  if (tasks.empty()) return MeanAnswers{};
  double total = 0;
  for (const ClientTask& task : tasks) total += weights()[task.client];
  RunningMean mean(total);
  const int64_t bytes = core::CountNumbers(like_) * int64_t{sizeof(float)};
  const size_t at_once =
      pool_->threads() * std::max(kLeastValues, kValueBytes / bytes);
  MeanAnswers done;
  for (size_t k = 0; k < tasks.size(); k += at_once) {
    FLOW_ASSIGN_OR_RETURN(const ClientAnswers some,
                          Do(round, tasks.subspan(k, at_once)));
    mean.Add(ValuesOf(some, weights()));
    for (const std::optional<ClientAnswer>& a : some) {
      done.answers.push_back(
          ClientAnswer{a->client, {}, a->loss, a->control_change});
    }
  }
  done.mean_p = mean.Mean();
  return done;
}

std::vector<core::NamedTensor> LocalClients::State() const {
  return uplink_.State();
}

absl::Status LocalClients::Restore(
    const std::vector<core::NamedTensor>& state) {
  return uplink_.Restore(state);
}

}  // namespace flow::federated
