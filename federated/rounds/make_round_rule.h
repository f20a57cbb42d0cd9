#ifndef FEDERATED_ROUNDS_MAKE_ROUND_RULE_H_
#define FEDERATED_ROUNDS_MAKE_ROUND_RULE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "core/train/train_options.h"
#include "federated/rounds/federation_options.h"
#include "federated/rounds/round_rule.h"

namespace flow::federated {

/// The training of the topology: DecentralisedTraining of a ring and of gossip,
/// FederatedTraining of all others, ModularTraining where there are modules.
/// train.steps are the rounds. Errors: those of MakeGraph, of
/// FindModuleRanges and of LinkCosts::Create.
absl::StatusOr<std::unique_ptr<RoundRule>> MakeRoundRule(
    const FederationOptions& federation, const core::TrainOptions& train,
    RoundParts parts);

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_MAKE_ROUND_RULE_H_
