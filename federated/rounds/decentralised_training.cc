#include "federated/rounds/decentralised_training.h"

#include <cmath>
#include <utility>
#include <variant>

#include "ATen/TensorOperators.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/nn/flat_parameters.h"
#include "core/train/gradient_step.h"
#include "core/train/schedule.h"
#include "federated/aggregation/client_value.h"
#include "federated/aggregation/weighted_mean.h"
#include "federated/rounds/ask_clients.h"
#include "federated/rounds/local_training.h"
#include "federated/topology/gossip.h"
#include "federated/topology/make_graph.h"
#include "federated/topology/mixing.h"
#include "federated/topology/round_traffic.h"
#include "federated/topology/spectral_gap.h"

namespace flow::federated {
namespace {

constexpr char kModels[] = "federation.models";

void CheckOptions(const FederationOptions& options) {
  FLOW_CHECK(std::holds_alternative<RingOptions>(options.topology) ||
             std::holds_alternative<GossipOptions>(options.topology))
      << "the topology must be a ring or gossip";
  FLOW_CHECK(std::holds_alternative<FedAvgOptions>(options.aggregation.rule))
      << "clients without a server average weights";
  FLOW_CHECK(options.SendsWeightsAsTheyAre()) << "models are sent as they are";
  FLOW_CHECK(options.links.empty()) << "links lead to a server";
}

}  // namespace

absl::StatusOr<std::unique_ptr<DecentralisedTraining>>
DecentralisedTraining::Create(const FederationOptions& federation,
                              const core::TrainOptions& train,
                              RoundParts parts) {
  CheckOptions(federation);
  std::optional<Graph> graph;
  if (const auto* gossip = std::get_if<GossipOptions>(&federation.topology)) {
    FLOW_ASSIGN_OR_RETURN(
        graph, MakeGraph(gossip->graph, federation.clients, parts.graph_seed));
  }
  return std::unique_ptr<DecentralisedTraining>(new DecentralisedTraining(
      federation, train, std::move(parts), std::move(graph)));
}

DecentralisedTraining::DecentralisedTraining(
    const FederationOptions& federation, const core::TrainOptions& train,
    RoundParts parts, std::optional<Graph> graph)
    : options_(federation),
      train_(train),
      parameters_(core::CountNumbers(parts.initial)),
      clients_(std::move(parts.clients)),
      participation_(federation.participation, federation.clients, parts.seed),
      pool_(parts.pool),
      graph_(std::move(graph)) {
  FLOW_CHECK(clients_->size() == options_.clients)
      << "a federation of other clients";
  if (!graph_) return;
  models_cp_ = core::Flatten(parts.initial).flat.repeat({options_.clients, 1});
}

int64_t DecentralisedTraining::ModelBytes() const {
  return parameters_ * int64_t{sizeof(float)};
}

at::Tensor DecentralisedTraining::MeanModel() const {
  std::vector<ClientValue> models;
  for (int64_t i = 0; i < clients_->size(); ++i) {
    models.push_back({i, clients_->weights()[i], models_cp_[i]});
  }
  return WeightedMean(models);
}

absl::StatusOr<DecentralisedTraining::Moved> DecentralisedTraining::GoRound(
    const Roll& roll, double rate_factor, at::Tensor weights,
    Present* present) {
  std::vector<ClientAnswer> answers;
  std::vector<int64_t> gone;
  for (const int64_t client : present->clients) {
    FLOW_ASSIGN_OR_RETURN(
        ClientAnswers one,
        clients_->Do({roll.round, rate_factor}, {{client, weights}}));
    if (!one[0]) {
      gone.push_back(client);
      continue;
    }
    // the next one's answer will be where this one's is
    weights = one[0]->value.clone();
    answers.push_back(*std::move(one[0]));
  }
  FLOW_RETURN_IF_ERROR(StrikeOff(gone, roll, present, &traffic_));
  // who is too late has been sent the model all the same
  traffic_.peer_bytes +=
      RingTraffic(present->senders, options_.clients).client_to_client *
      ModelBytes();
  return Moved{weights, MeanLoss(answers, clients_->weights())};
}

absl::StatusOr<DecentralisedTraining::Moved> DecentralisedTraining::Gossip(
    const Roll& roll, double rate_factor, Present* present) {
  std::vector<ClientTask> tasks;
  for (const int64_t client : present->clients) {
    tasks.push_back({client, models_cp_[client]});
  }
  FLOW_ASSIGN_OR_RETURN(const PresentAnswers told,
                        AskClients(roll, rate_factor, tasks, Sought::kEachValue,
                                   clients_.get(), present, &traffic_));
  for (const ClientAnswer& a : told.answers) {
    models_cp_[a.client].copy_(a.value);
  }
  const Graph graph = Subgraph(*graph_, present->clients);
  const int64_t steps = std::get<GossipOptions>(options_.topology).mixing_steps;
  models_cp_ =
      Mix(MetropolisWeights(graph), models_cp_, clients_->weights(), steps)
          .models;
  traffic_.peer_bytes +=
      GossipTraffic(graph, steps).client_to_client * ModelBytes();
  return Moved{MeanModel(), MeanLoss(told.answers, clients_->weights())};
}

absl::StatusOr<core::StepReport> DecentralisedTraining::Step(
    int64_t step, const core::MovedWeights& moved) {
  const at::Tensor& weights = moved.weights.flat;
  const double rate_factor =
      core::ScheduleFactor(train_.schedule, step, train_.steps);
  const Roll roll = {.round = step,
                     .steps = options_.local.steps,
                     .least = options_.participation.min_clients,
                     .in_turn = !graph_};
  FLOW_ASSIGN_OR_RETURN(Present present,
                        CallRoll(participation_, roll, &traffic_));
  FLOW_ASSIGN_OR_RETURN(const Moved end,
                        graph_ ? Gossip(roll, rate_factor, &present)
                               : GoRound(roll, rate_factor, weights, &present));
  const double norm =
      core::GradientNorm((weights - end.weights).contiguous(), pool_);
  if (!std::isfinite(norm)) return WeightsNotFinite(step + 1);
  weights.copy_(end.weights);
  core::MoveAverage(moved);
  return core::StepReport{end.loss, rate_factor, norm};
}

Communication DecentralisedTraining::communication() const {
  Communication communication = {traffic_};
  if (!graph_) return communication;
  communication.consensus_distance = ConsensusDistance(models_cp_);
  const absl::StatusOr<double> gap = SpectralGap(MetropolisWeights(*graph_));
  if (gap.ok()) communication.spectral_gap = *gap;
  return communication;
}

std::vector<core::NamedTensor> DecentralisedTraining::State() const {
  std::vector<core::NamedTensor> state = TrafficState(traffic_);
  if (graph_) state.push_back({kModels, models_cp_.clone()});
  return state;
}

absl::Status DecentralisedTraining::Restore(
    const std::vector<core::NamedTensor>& state) {
  if (graph_) {
    FLOW_RETURN_IF_ERROR(core::RestoreTensors(state, {{kModels, models_cp_}}));
  }
  return RestoreTraffic(state, &traffic_);
}

}  // namespace flow::federated
