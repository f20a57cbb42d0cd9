#include "federated/rounds/decentralised_training.h"

#include <cmath>
#include <utility>
#include <variant>

#include "ATen/TensorOperators.h"
#include "ATen/ops/empty_like.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/nn/flat_parameters.h"
#include "core/train/gradient_step.h"
#include "core/train/schedule.h"
#include "federated/aggregation/client_value.h"
#include "federated/aggregation/weighted_mean.h"
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
  FLOW_CHECK(!options.privacy && !options.secure_sum &&
             std::holds_alternative<UncompressedOptions>(options.compression))
      << "models are sent as they are";
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
      like_(std::move(parts.initial)),
      team_(std::move(parts.clients), parts.pool),
      participation_(federation.participation, federation.clients, parts.seed),
      pool_(parts.pool),
      graph_(std::move(graph)) {
  FLOW_CHECK(team_.size() == options_.clients)
      << "a federation of other clients";
  for (int64_t i = 0; i < team_.size(); ++i) {
    weights_.push_back(team_.weight(i));
  }
  if (!graph_) return;
  models_cp_ = core::Flatten(like_).flat.repeat({options_.clients, 1});
  ends_cp_ = at::empty_like(models_cp_);
}

int64_t DecentralisedTraining::ModelBytes() const {
  return core::CountNumbers(like_) * int64_t{sizeof(float)};
}

at::Tensor DecentralisedTraining::MeanModel() const {
  std::vector<ClientValue> models;
  for (int64_t i = 0; i < team_.size(); ++i) {
    models.push_back({i, weights_[i], models_cp_[i]});
  }
  return WeightedMean(models);
}

absl::StatusOr<DecentralisedTraining::Moved> DecentralisedTraining::GoRound(
    const Present& present, LocalStart start) {
  const std::vector<int64_t>& clients = present.clients;
  std::vector<double> losses;
  for (const int64_t client : clients) {
    start.client = client;
    start.end = at::empty_like(start.weights);
    FLOW_RETURN_IF_ERROR(team_.ForEach(
        {client}, [&](int64_t, core::GradientSource* own) -> absl::Status {
          FLOW_ASSIGN_OR_RETURN(
              LocalEnd end, TrainLocally(options_.local, start, like_, own));
          start.weights = std::move(end.weights);
          losses.push_back(end.loss);
          return absl::OkStatus();
        }));
  }
  // who is too late has been sent the model all the same
  traffic_.peer_bytes +=
      RingTraffic(present.senders, options_.clients).client_to_client *
      ModelBytes();
  return Moved{start.weights,
               team_.MeanOf(clients, [&](int64_t k) { return losses[k]; })};
}

absl::StatusOr<DecentralisedTraining::Moved> DecentralisedTraining::Gossip(
    const Present& present, const LocalStart& start) {
  const std::vector<int64_t>& clients = present.clients;
  std::vector<LocalEnd> ends(clients.size());
  FLOW_RETURN_IF_ERROR(team_.ForEach(
      clients, [&](int64_t k, core::GradientSource* gradients) -> absl::Status {
        LocalStart own = start;
        own.client = clients[k];
        own.weights = models_cp_[own.client];
        own.end = ends_cp_[own.client];
        FLOW_ASSIGN_OR_RETURN(
            ends[k], TrainLocally(options_.local, own, like_, gradients));
        return absl::OkStatus();
      }));
  for (size_t k = 0; k < clients.size(); ++k) {
    models_cp_[clients[k]].copy_(ends[k].weights);
  }
  const Graph graph = Subgraph(*graph_, clients);
  const int64_t steps = std::get<GossipOptions>(options_.topology).mixing_steps;
  models_cp_ =
      Mix(MetropolisWeights(graph), models_cp_, weights_, steps).models;
  traffic_.peer_bytes +=
      GossipTraffic(graph, steps).client_to_client * ModelBytes();
  return Moved{MeanModel(),
               team_.MeanOf(clients, [&](int64_t k) { return ends[k].loss; })};
}

absl::StatusOr<core::StepReport> DecentralisedTraining::Step(
    int64_t step, const core::MovedWeights& moved) {
  const at::Tensor& weights = moved.weights.flat;
  const LocalStart start = {
      .round = step,
      .weights = weights,
      .rate_factor = core::ScheduleFactor(train_.schedule, step, train_.steps),
      .proximal_mu = options_.aggregation.proximal_mu,
      .max_gradient_norm = train_.max_gradient_norm};
  const Roll roll = {.round = step,
                     .steps = options_.local.steps,
                     .least = options_.participation.min_clients,
                     .in_turn = !graph_};
  FLOW_ASSIGN_OR_RETURN(const Present present,
                        CallRoll(participation_, roll, &traffic_));
  FLOW_ASSIGN_OR_RETURN(const Moved end, graph_ ? Gossip(present, start)
                                                : GoRound(present, start));
  const double norm =
      core::GradientNorm((weights - end.weights).contiguous(), pool_);
  if (!std::isfinite(norm)) return WeightsNotFinite(step + 1);
  weights.copy_(end.weights);
  if (moved.average.defined()) {
    moved.average.lerp_(weights, moved.average_blend);
  }
  return core::StepReport{end.loss, start.rate_factor, norm};
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
