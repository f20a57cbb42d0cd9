#ifndef FEDERATED_ROUNDS_DECENTRALISED_TRAINING_H_
#define FEDERATED_ROUNDS_DECENTRALISED_TRAINING_H_

/// Training over clients without a server and without a model that all share: a
/// round as one step of a core::Trainer, which simulates it. Clients take
/// the local steps of local_training.h from their w to T_i(w).
///
/// Ring: one model goes round, in each round over the clients i_1 < ... < i_m
/// that answer in time, none of which counts more than another:
///
///     w <- T_{i_m}( ... T_{i_2}(T_{i_1}(w)))
///
/// Gossip: client i has a model theta_i of its own. Those who answer in time
/// train theirs, and each takes in its neighbours', `mixing_steps` times:
///
///     theta_i <- T_i(theta_i);   s_i = n_i theta_i;   s <- W s,  n <- W n;
///     theta_i <- s_i / n_i                                      (gossip.h)
///
/// W of Metropolis on the graph between those who answer, n_i the client's
/// weight, with which each round begins anew. Who does not answer, or too late,
/// keeps its model, and none of its messages count. What is evaluated is the
/// mean of all clients' models by their weights, of which no client knows.
///
/// What comes out depends on the seeds, not on the number of threads.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/train/train_options.h"
#include "federated/rounds/federation_options.h"
#include "federated/rounds/participation.h"
#include "federated/rounds/roll_call.h"
#include "federated/rounds/round_rule.h"
#include "federated/topology/graph.h"

namespace flow::federated {

/// Not thread-safe. Under gossip n models are kept, and sent each way along
/// every edge as float32.
class DecentralisedTraining : public RoundRule {
 public:
  /// train.steps are the rounds. Errors: those of MakeGraph. FLOW_CHECKs that
  /// the topology is RingOptions or GossipOptions, the rule FedAvgOptions, and
  /// that nothing lies between the clients.
  static absl::StatusOr<std::unique_ptr<DecentralisedTraining>> Create(
      const FederationOptions& federation, const core::TrainOptions& train,
      RoundParts parts);

  /// The loss is the weighted mean over the clients that answered; the norm
  /// that of the change of the model, or of the mean of models.
  /// FailedPrecondition when fewer answer than participation.min_clients; the
  /// errors of TrainLocally.
  absl::StatusOr<core::StepReport> Step(
      int64_t step, const core::MovedWeights& moved) override;

  std::vector<core::NamedTensor> State() const override;
  absl::Status Restore(const std::vector<core::NamedTensor>& state) override;

  Communication communication() const override;

 private:
  struct Moved {
    at::Tensor weights;  // [P]
    double loss = 0;
  };

  DecentralisedTraining(const FederationOptions& federation,
                        const core::TrainOptions& train, RoundParts parts,
                        std::optional<Graph> graph);

  absl::StatusOr<Moved> GoRound(const Roll& roll, double rate_factor,
                                at::Tensor weights, Present* present);
  absl::StatusOr<Moved> Gossip(const Roll& roll, double rate_factor,
                               Present* present);
  at::Tensor MeanModel() const;
  int64_t ModelBytes() const;

  FederationOptions options_;
  core::TrainOptions train_;
  int64_t parameters_;
  std::unique_ptr<Clients> clients_;
  Participation participation_;
  ThreadPool* pool_;
  Traffic traffic_;
  // of gossip alone
  std::optional<Graph> graph_;
  at::Tensor models_cp_;  // a row each
};

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_DECENTRALISED_TRAINING_H_
