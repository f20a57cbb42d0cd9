#include "federated/rounds/federated_training.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "ATen/TensorOperators.h"
#include "ATen/ops/zeros.h"
#include "ATen/ops/zeros_like.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/train/schedule.h"
#include "federated/aggregation/join_clients.h"
#include "federated/aggregation/weighted_mean.h"
#include "federated/rounds/local_training.h"
#include "federated/rounds/uplink.h"
#include "federated/topology/hierarchy.h"
#include "federated/topology/round_traffic.h"

namespace flow::federated {
namespace {

constexpr char kControls[] = "federation.client_controls";

double WeightOf(const std::vector<ClientValue>& sent) {
  double sum = 0;
  for (const ClientValue& v : sent) sum += v.weight;
  return sum;
}

absl::StatusOr<std::optional<LinkCosts>> LinkCostsOf(
    const FederationOptions& options) {
  if (options.links.empty()) return std::nullopt;
  FLOW_ASSIGN_OR_RETURN(
      const ClientGroups groups,
      ClientGroups::Create(options.clients, options.topology));
  return LinkCosts::Create(options.links, groups);
}

bool IsFullyConnected(const TopologyOptions& topology) {
  return std::holds_alternative<FullyConnectedOptions>(topology);
}

}  // namespace

class FederatedTraining::JoinedGradients : public core::GradientSource {
 public:
  explicit JoinedGradients(FederatedTraining* training) : training_(training) {}
  absl::StatusOr<core::Gradient> Get(
      int64_t step, const core::FlatParameters& parameters) override {
    return training_->JoinGradients(step, parameters);
  }

 private:
  FederatedTraining* training_;
};

struct FederatedTraining::Edge {
  at::Tensor weights;  // [P]
  double weight = 0;   // of the clients that answered, over its rounds
};

struct FederatedTraining::Heard {
  RoundTask round;
  std::vector<ClientTask> tasks;
  Present present;
  PresentAnswers told;
  std::vector<ClientValue> values;  // of those who have told

  // What the server makes of it, where no edge stands between.
  at::Tensor JoinedBy(const AggregationRule& rule) const {
    return told.mean_p.defined() ? told.mean_p : JoinClients(rule, values);
  }
};

struct FederatedTraining::RoundResult {
  std::vector<Edge> edges;
  Heard heard;                               // in the last round of the edges
  std::vector<ClientValue> control_changes;  // SCAFFOLD alone
  double loss = 0;                           // the mean over the edges' rounds
};

absl::StatusOr<std::unique_ptr<FederatedTraining>> FederatedTraining::Create(
    const FederationOptions& federation, const core::TrainOptions& train,
    RoundParts parts) {
  FLOW_ASSIGN_OR_RETURN(std::optional<LinkCosts> link_costs,
                        LinkCostsOf(federation));
  return std::unique_ptr<FederatedTraining>(new FederatedTraining(
      federation, train, std::move(parts), std::move(link_costs)));
}

FederatedTraining::FederatedTraining(const FederationOptions& federation,
                                     const core::TrainOptions& train,
                                     RoundParts parts,
                                     std::optional<LinkCosts> link_costs)
    : options_(federation),
      hierarchy_(HierarchyOf(federation.topology)),
      train_(train),
      parameters_(core::CountNumbers(parts.initial)),
      message_bytes_(MessageBytes(federation.compression, parts.initial)),
      clients_(std::move(parts.clients)),
      participation_(federation.participation, federation.clients, parts.seed),
      channel_(federation, parameters_, DeriveSeed(parts.seed, "channel")),
      pool_(parts.pool),
      link_costs_(std::move(link_costs)) {
  FLOW_CHECK(clients_->size() == options_.clients &&
             options_.clients % hierarchy_.groups == 0)
      << "a federation of other clients";
  FLOW_CHECK(!std::holds_alternative<RingOptions>(options_.topology) &&
             !std::holds_alternative<GossipOptions>(options_.topology))
      << "these have no model that all clients share";
  if (link_costs_) {
    FLOW_CHECK(!IsFullyConnected(options_.topology))
        << "links lead to a server";
    traffic_.links.emplace();
  }
  const AggregationRule& rule = options_.aggregation.rule;
  if (std::holds_alternative<FedSgdOptions>(rule)) {
    gradient_step_ = std::make_unique<core::GradientStep>(
        train, parameters_, std::make_shared<JoinedGradients>(this), pool_);
    return;
  }
  server_ = MakeServer(rule, at::zeros({parameters_}, at::kFloat));
  if (std::holds_alternative<ScaffoldOptions>(rule)) {
    controls_cp_ = at::zeros({options_.clients, parameters_}, at::kFloat);
  }
}

FederatedTraining::~FederatedTraining() = default;

absl::StatusOr<core::StepReport> FederatedTraining::Step(
    int64_t step, const core::MovedWeights& moved) {
  return gradient_step_ ? gradient_step_->Step(step, moved)
                        : Round(step, moved);
}

// Control variates are as long as the weights.
int64_t FederatedTraining::ModelBytes(int64_t numbers) const {
  return numbers * (controls_cp_.defined() ? 2 : 1) * int64_t{sizeof(float)};
}

void FederatedTraining::CountBytes(const Present& present) {
  const int64_t controls =
      controls_cp_.defined() ? ModelBytes(parameters_) / 2 : 0;
  // those of a secure sum are counted where it is
  const int64_t message = options_.secure_sum ? 0 : message_bytes_ + controls;
  if (IsFullyConnected(options_.topology)) {
    const RoundTraffic sent =
        FullyConnectedTraffic(present.senders, options_.clients);
    traffic_.peer_bytes += sent.client_to_client * message;
  } else {
    std::vector<RelayBytes> sent;
    for (const Asked& a : present.asked) {
      const int64_t down =
          ModelBytes(clients_->NumbersDown(a.client, parameters_));
      const int64_t kept =
          parameters_ - clients_->NumbersUp(a.client, parameters_);
      const int64_t up = a.answer == Answer::kNone
                             ? 0
                             : message - kept * int64_t{sizeof(float)};
      traffic_.bytes_down += down;
      traffic_.bytes_up += up;
      sent.push_back({.node = a.client,
                      .up = static_cast<double>(up),
                      .down = static_cast<double>(down),
                      .is_awaited = a.answer == Answer::kInTime});
    }
    if (link_costs_) sent_.push_back(std::move(sent));
  }
}

void FederatedTraining::CountSecureSum(
    const std::vector<ClientTraffic>& traffic) {
  for (const ClientTraffic& t : traffic) {
    traffic_.bytes_up += t.bytes.up;
    traffic_.bytes_down += t.bytes.down;
    if (!link_costs_) continue;
    const auto sent =
        std::lower_bound(sent_.back().begin(), sent_.back().end(), t.client,
                         [](const RelayBytes& bytes, int64_t client) {
                           return bytes.node < client;
                         });
    sent->up += static_cast<double>(t.bytes.up);
    sent->down_own += static_cast<double>(t.bytes.down);
  }
}

Sought FederatedTraining::sought() const {
  return options_.IsFlat() && !SeesSingleUpdates(options_.aggregation.rule)
             ? Sought::kMeanAlone
             : Sought::kEachValue;
}

absl::StatusOr<FederatedTraining::Heard> FederatedTraining::Ask(
    int64_t edge_round, double rate_factor, const std::vector<Edge>& edges) {
  const Roll roll = {
      .round = edge_round,
      .steps = options_.local.steps,
      .least = std::max(options_.participation.min_clients,
                        hierarchy_.groups == 1
                            ? LeastClients(options_.aggregation.rule)
                            : int64_t{1})};
  Heard heard = {.round = {edge_round, rate_factor}};
  FLOW_ASSIGN_OR_RETURN(heard.present,
                        CallRoll(participation_, roll, &traffic_));
  for (const int64_t client : heard.present.clients) {
    ClientTask task = {client, edges[GroupOf(client)].weights};
    if (controls_cp_.defined()) {
      task.controls = {server_->control(), controls_cp_[client]};
    }
    heard.tasks.push_back(std::move(task));
  }
  FLOW_ASSIGN_OR_RETURN(heard.told,
                        AskClients(roll, rate_factor, heard.tasks, sought(),
                                   clients_.get(), &heard.present, &traffic_));
  CountBytes(heard.present);
  for (const ClientAnswer& a : heard.told.answers) {
    heard.values.push_back({a.client, clients_->weights()[a.client], a.value});
  }
  return heard;
}

absl::Status FederatedTraining::JoinGroups(const Present& present,
                                           const std::vector<ClientValue>& sent,
                                           int64_t edge_round,
                                           std::vector<Edge>* edges) {
  std::vector<std::vector<Asked>> asked(edges->size());
  std::vector<std::vector<ClientValue>> of_group(edges->size());
  for (const Asked& a : present.asked) asked[GroupOf(a.client)].push_back(a);
  for (const ClientValue& v : sent) of_group[GroupOf(v.client)].push_back(v);
  for (size_t g = 0; g < edges->size(); ++g) {
    Edge& edge = (*edges)[g];
    if (!options_.HidesClients()) {
      if (of_group[g].empty()) continue;
      edge.weights = WeightedMean(of_group[g]);
      clients_->SetPartsOfGroup(g, edge.weights);
      edge.weight += WeightOf(of_group[g]);
      continue;
    }
    if (asked[g].empty() && !channel_.CountsAlike()) continue;
    FLOW_ASSIGN_OR_RETURN(
        const Channel::Mean mean,
        channel_.MeanOf(asked[g], of_group[g], edge_round, g));
    CountSecureSum(mean.traffic);
    edge.weights = edge.weights + mean.value;
    edge.weight += channel_.CountsAlike() ? 1 : WeightOf(of_group[g]);
  }
  channel_.EndRound(edge_round);
  return absl::OkStatus();
}

absl::StatusOr<core::Gradient> FederatedTraining::JoinGradients(
    int64_t round, const core::FlatParameters& weights) {
  std::vector<Edge> edges(hierarchy_.groups, {weights.flat, 0});
  FLOW_ASSIGN_OR_RETURN(const Heard heard, Ask(round, 1, edges));
  const double loss = MeanLoss(heard.told.answers, clients_->weights());
  if (options_.IsFlat()) {
    CountRound();
    return core::Gradient{heard.JoinedBy(options_.aggregation.rule), loss};
  }
  // what edges hold here is the mean of their clients' gradients
  for (Edge& edge : edges) edge.weights = at::zeros_like(weights.flat);
  FLOW_RETURN_IF_ERROR(JoinGroups(heard.present, heard.values, round, &edges));
  CountRound();
  return core::Gradient{WeightedMean(ValuesOf(edges)), loss};
}

std::vector<ClientValue> FederatedTraining::ValuesOf(
    const std::vector<Edge>& edges) {
  std::vector<ClientValue> values;
  for (size_t g = 0; g < edges.size(); ++g) {
    if (edges[g].weight == 0) continue;
    values.push_back(
        {static_cast<int64_t>(g), edges[g].weight, edges[g].weights});
  }
  return values;
}

void FederatedTraining::CountRound() {
  std::vector<double> of_edges;
  for (int64_t g = 0; hierarchy_.groups > 1 && g < hierarchy_.groups; ++g) {
    const int64_t bytes = ModelBytes(
        clients_->NumbersOfEdge(g, hierarchy_.edge_rounds, parameters_));
    traffic_.edge_bytes_up += bytes;
    traffic_.edge_bytes_down += bytes;
    of_edges.push_back(static_cast<double>(bytes));
  }
  if (!link_costs_) return;
  const LinkCost cost = link_costs_->OfRound(sent_, of_edges);
  sent_.clear();
  traffic_.links->seconds += cost.seconds;
  traffic_.links->joules += cost.joules;
  traffic_.links->messages += cost.messages;
}

absl::Status FederatedTraining::EdgeRound(int64_t edge_round,
                                          double rate_factor,
                                          RoundResult* result) {
  FLOW_ASSIGN_OR_RETURN(result->heard,
                        Ask(edge_round, rate_factor, result->edges));
  const Heard& heard = result->heard;
  result->control_changes.clear();
  for (const ClientAnswer& a : heard.told.answers) {
    if (!controls_cp_.defined()) break;
    result->control_changes.push_back(
        {a.client, clients_->weights()[a.client], a.control_change});
    controls_cp_[a.client].add_(a.control_change);
  }
  result->loss += MeanLoss(heard.told.answers, clients_->weights()) /
                  hierarchy_.edge_rounds;
  if (options_.IsFlat()) return absl::OkStatus();
  return JoinGroups(heard.present, heard.values, edge_round, &result->edges);
}

// Of the clients that answered last the first whose weights are not finite;
// they do again what was not held.
absl::Status FederatedTraining::NotFiniteIn(const RoundResult& result) {
  const Heard& heard = result.heard;
  const int64_t number = heard.round.round + 1;
  for (size_t k = 0; k < heard.values.size(); ++k) {
    ClientValue v = heard.values[k];
    if (!v.value.defined()) {
      FLOW_ASSIGN_OR_RETURN(const ClientAnswers again,
                            clients_->Do(heard.round, {heard.tasks[k]}));
      v.value = again[0]->value;
    }
    if (std::isfinite(core::GradientNorm(v.value, pool_))) continue;
    return NotFinite(v.client, number, options_.local.steps, result.loss);
  }
  return WeightsNotFinite(number);
}

absl::StatusOr<core::StepReport> FederatedTraining::Round(
    int64_t round, const core::MovedWeights& moved) {
  const at::Tensor& weights = moved.weights.flat;
  const double rate_factor =
      core::ScheduleFactor(train_.schedule, round, train_.steps);
  const int64_t first = round * hierarchy_.edge_rounds;
  RoundResult result;
  result.edges.resize(hierarchy_.groups, {weights, 0});
  for (int64_t e = 0; e < hierarchy_.edge_rounds; ++e) {
    FLOW_RETURN_IF_ERROR(EdgeRound(first + e, rate_factor, &result));
  }
  CountRound();
  ServerRound step = {
      .weights = weights,
      .joined =
          options_.IsFlat()
              ? result.heard.JoinedBy(options_.aggregation.rule)
              : JoinClients(options_.aggregation.rule, ValuesOf(result.edges))};
  clients_->SetPartsOfServer(step.joined);
  if (controls_cp_.defined()) {
    step.control_change = WeightedMean(result.control_changes);
    step.share = WeightOf(result.heard.values) / clients_->total_weight();
  }
  const double norm =
      core::GradientNorm((weights - step.joined).contiguous(), pool_);
  if (!std::isfinite(norm)) return NotFiniteIn(result);
  weights.copy_(server_->Step(step));
  core::MoveAverage(moved);
  return core::StepReport{result.loss, rate_factor, norm};
}

std::vector<core::NamedTensor> FederatedTraining::State() const {
  std::vector<core::NamedTensor> state =
      gradient_step_ ? gradient_step_->State() : server_->State();
  for (core::NamedTensor& t : TrafficState(traffic_)) {
    state.push_back(std::move(t));
  }
  for (core::NamedTensor& t : channel_.State()) state.push_back(std::move(t));
  for (core::NamedTensor& t : clients_->State()) state.push_back(std::move(t));
  if (controls_cp_.defined()) {
    state.push_back({kControls, controls_cp_.clone()});
  }
  return state;
}

absl::Status FederatedTraining::Restore(
    const std::vector<core::NamedTensor>& state) {
  FLOW_RETURN_IF_ERROR(gradient_step_ ? gradient_step_->Restore(state)
                                      : server_->Restore(state));
  if (controls_cp_.defined()) {
    FLOW_RETURN_IF_ERROR(
        core::RestoreTensors(state, {{kControls, controls_cp_}}));
  }
  FLOW_RETURN_IF_ERROR(channel_.Restore(state));
  FLOW_RETURN_IF_ERROR(clients_->Restore(state));
  return RestoreTraffic(state, &traffic_);
}

}  // namespace flow::federated
