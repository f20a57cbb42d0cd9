#include "federated/rounds/make_round_rule.h"

#include <utility>
#include <variant>

#include "federated/rounds/decentralised_training.h"
#include "federated/rounds/federated_training.h"
#include "federated/rounds/modular_training.h"

namespace flow::federated {

absl::StatusOr<std::unique_ptr<RoundRule>> MakeRoundRule(
    const FederationOptions& federation, const core::TrainOptions& train,
    RoundParts parts) {
  if (!federation.modules.empty()) {
    return ModularTraining::Create(federation, train, std::move(parts));
  }
  if (std::holds_alternative<RingOptions>(federation.topology) ||
      std::holds_alternative<GossipOptions>(federation.topology)) {
    return DecentralisedTraining::Create(federation, train, std::move(parts));
  }
  return FederatedTraining::Create(federation, train, std::move(parts));
}

}  // namespace flow::federated
