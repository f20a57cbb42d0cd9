#ifndef FEDERATED_ROUNDS_MODULAR_TRAINING_H_
#define FEDERATED_ROUNDS_MODULAR_TRAINING_H_

/// Training over clients who have parts of the network for themselves
/// (modular_clients.h): a round of a server, and what is evaluated after it.
///
/// Nobody has one model then. In the parts that clients have for themselves
/// what is evaluated, and averaged over time, is the mean of all clients' own
/// by their weights, as it is of gossip's models: sum_i n_i w_{i,m} / sum_i
/// n_i, over the clients of m alone where it names some. The server works on
/// without it: where it has a part, shared every n-th round, it keeps its own
/// beside the mean, and no client is ever sent the mean.

#include <memory>

#include "federated/rounds/federation_options.h"
#include "federated/rounds/modular_clients.h"
#include "federated/rounds/round_rule.h"

namespace flow::federated {

/// Not thread-safe.
class ModularTraining : public RoundRule {
 public:
  /// Makes the rounds a FederatedTraining of ModularClients. Errors: those of
  /// ModularClients::Create and of FederatedTraining::Create. FLOW_CHECKs that
  /// the server averages weights alone, and sees them as they are.
  static absl::StatusOr<std::unique_ptr<ModularTraining>> Create(
      const FederationOptions& federation, const core::TrainOptions& train,
      RoundParts parts);

  absl::StatusOr<core::StepReport> Step(
      int64_t step, const core::MovedWeights& moved) override;

  std::vector<core::NamedTensor> State() const override;
  absl::Status Restore(const std::vector<core::NamedTensor>& state) override;

  Communication communication() const override {
    return rounds_->communication();
  }

 private:
  ModularTraining(std::unique_ptr<RoundRule> rounds, ModularClients* clients,
                  at::Tensor server_k);

  std::unique_ptr<RoundRule> rounds_;
  ModularClients* clients_;  // of the rounds
  at::Tensor server_k_;      // what the server has of the clients' own parts
};

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_MODULAR_TRAINING_H_
