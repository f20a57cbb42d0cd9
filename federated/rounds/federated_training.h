#ifndef FEDERATED_ROUNDS_FEDERATED_TRAINING_H_
#define FEDERATED_ROUNDS_FEDERATED_TRAINING_H_

/// Training over clients: a round as one step of a core::Trainer.
///
/// Under FedSgd each client that answers sends the gradient of its batch at the
/// server's weights w, and with lambda_i its share among those that answered
///
///     w <- optimiser(w, sum_i lambda_i g_i)          [Wang25, Algorithms 1-3]
///
/// by the optimiser, schedule and clipping of core::TrainOptions. Under the
/// other rules it sends weights after local steps (local_training.h), and
///
///     w <- server(w, join_i w_i)                      (join_clients.h,
///                                                      server_optimizer.h)
///
/// with the schedule on the clients' learning rate and the clipping on their
/// gradients. With groups, an edge server holds weights of its own for
/// `edge_rounds` rounds, each the weighted mean over the clients of its group
/// that answer (a group without answers stays as it is), and the server joins
/// what the edges have, each by the weights of the clients that answered it.
/// Where edges go one round and the rule is a weighted mean, edges send sums
/// and the server's mean is that over all clients, to the last bit.
///
/// Where everybody sends to everybody (FullyConnectedOptions), each client does
/// what the server would do, and comes to the same: the numbers are those of a
/// star, and what is sent goes from client to client.
///
/// Where there are links, what a round sends goes over them, on paper: the
/// model to all who are asked, and what each client has sent by itself (secure
/// sums included, all stages of a client's at once). Nobody waits for who does
/// not answer in time, neither for what it is sent nor for what it sends.
///
/// What clients send may be made smaller, clipped, covered by noise or masked
/// on its way (channel.h).
///
/// What comes out depends on the seed, not on the number of threads nor on the
/// order in which clients are done.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "core/train/gradient_step.h"
#include "federated/aggregation/client_value.h"
#include "federated/aggregation/server_optimizer.h"
#include "federated/exchange/secure_sum.h"
#include "federated/rounds/ask_clients.h"
#include "federated/rounds/channel.h"
#include "federated/rounds/federation_options.h"
#include "federated/rounds/participation.h"
#include "federated/rounds/roll_call.h"
#include "federated/rounds/round_rule.h"
#include "federated/rounds/traffic.h"
#include "federated/topology/link_costs.h"
#include "federated/topology/relay.h"

namespace flow::federated {

/// Not thread-safe.
class FederatedTraining : public RoundRule {
 public:
  /// train.steps are the rounds. Errors: those of LinkCosts::Create.
  /// FLOW_CHECKs that the topology is one of these, and has a server if there
  /// are links.
  static absl::StatusOr<std::unique_ptr<FederatedTraining>> Create(
      const FederationOptions& federation, const core::TrainOptions& train,
      RoundParts parts);
  ~FederatedTraining() override;

  /// The loss is the weighted mean over the clients that answered; the norm
  /// that of the joined gradient, or of the joined change. FailedPrecondition
  /// when fewer answer than participation.min_clients, or than the rule needs.
  absl::StatusOr<core::StepReport> Step(
      int64_t step, const core::MovedWeights& moved) override;

  std::vector<core::NamedTensor> State() const override;
  absl::Status Restore(const std::vector<core::NamedTensor>& state) override;

  Communication communication() const override { return {traffic_}; }

 private:
  FederatedTraining(const FederationOptions& federation,
                    const core::TrainOptions& train, RoundParts parts,
                    std::optional<LinkCosts> link_costs);

  // The joined gradients, as what a core::GradientStep takes.
  class JoinedGradients;
  // The model of an edge, and all of a round.
  struct Edge;
  struct RoundResult;

  // Who is there and what they answer, and what went over the lines.
  struct Heard;
  // What of the answers goes into the next weights.
  Sought sought() const;
  // `weights` of each group.
  absl::StatusOr<Heard> Ask(int64_t edge_round, double rate_factor,
                            const std::vector<Edge>& edges);
  void CountBytes(const Present& present);
  // Those of a secure sum of clients of the round that was counted last.
  void CountSecureSum(const std::vector<ClientTraffic>& traffic);
  // What the groups make of what their clients sent: adds means to the edges'
  // weights where a server sees means alone, else replaces them by the means.
  absl::Status JoinGroups(const Present& present,
                          const std::vector<ClientValue>& sent,
                          int64_t edge_round, std::vector<Edge>* edges);
  static std::vector<ClientValue> ValuesOf(const std::vector<Edge>& edges);
  absl::StatusOr<core::Gradient> JoinGradients(
      int64_t round, const core::FlatParameters& weights);
  absl::Status EdgeRound(int64_t edge_round, double rate_factor,
                         RoundResult* result);
  absl::Status NotFiniteIn(const RoundResult& result);
  absl::StatusOr<core::StepReport> Round(int64_t round,
                                         const core::MovedWeights& moved);

  // What goes down with so many numbers of the weights.
  int64_t ModelBytes(int64_t numbers) const;
  // Of a round of the server: what edges send, and what all of it costs.
  void CountRound();
  int64_t GroupOf(int64_t client) const {
    return client / (options_.clients / hierarchy_.groups);
  }

  FederationOptions options_;
  HierarchicalOptions hierarchy_;
  core::TrainOptions train_;
  int64_t parameters_;
  int64_t message_bytes_;  // of a client's, without those of a secure sum
  std::unique_ptr<Clients> clients_;
  Participation participation_;
  Channel channel_;
  ThreadPool* pool_;
  std::optional<LinkCosts> link_costs_;  // where there are links
  // of those asked in each round of the edges, of this one of the server
  std::vector<std::vector<RelayBytes>> sent_;
  Traffic traffic_;
  std::unique_ptr<core::GradientStep> gradient_step_;  // FedSgd
  std::unique_ptr<Server> server_;                     // other rules
  at::Tensor controls_cp_;  // c_i of SCAFFOLD, a row each; else undefined
};

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_FEDERATED_TRAINING_H_
