#ifndef FEDERATED_ROUNDS_FEDERATION_OPTIONS_H_
#define FEDERATED_ROUNDS_FEDERATION_OPTIONS_H_

/// The settings of training over clients, as in flow.Federation of the schema.
/// No torch: plans carry these.

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "core/train/train_options.h"
#include "federated/aggregation/aggregation_options.h"
#include "federated/exchange/compression_options.h"
#include "federated/exchange/secure_sum_options.h"
#include "federated/partition/partition_options.h"
#include "federated/privacy/privacy_options.h"
#include "federated/rounds/module_options.h"
#include "federated/topology/link_options.h"
#include "federated/topology/topology_options.h"

namespace flow::federated {

/// Who takes part in a round; participation.h.
struct ParticipationOptions {
  double fraction = 1;      // of the clients that is asked, in (0, 1]
  double dropout = 0;       // of those asked that fail, in [0, 1)
  int64_t min_clients = 1;  // fewer answers are an error, >= 1
  // answers after this time on the simulated clock are not waited for, > 0
  std::optional<double> deadline;
  double speed_spread = 0;  // standard deviation of log speed, >= 0
};

/// What a client does in a round, under all rules but FedSgd;
/// local_training.h.
struct LocalOptions {
  int64_t steps = 1;  // >= 1
  core::OptimizerOptions optimizer;
};

struct FederationOptions {
  int64_t clients = 1;
  PartitionOptions partition;
  bool equal_weights = false;  // else a client counts by its data
  TopologyOptions topology;
  ParticipationOptions participation;
  LocalOptions local;
  AggregationOptions aggregation;
  // What lies between clients and their mean; channel.h.
  PrivacyOptions privacy;
  CompressionOptions compression;
  std::optional<SecureSumOptions> secure_sum;
  // Parts of the network that have an owner of their own; modular_clients.h.
  std::vector<ModuleOptions> modules;
  // What rounds cost over; none if it is not asked. ../topology/link_costs.h.
  std::vector<LinkOptions> links;

  /// Whether a server sees means of changes alone.
  bool HidesClients() const {
    return secure_sum || ClientLevelOf(privacy) != nullptr;
  }
  /// Whether what a client sends arrives, and is seen, as it was.
  bool SendsWeightsAsTheyAre() const {
    return !HidesClients() &&
           std::holds_alternative<UncompressedOptions>(compression);
  }

  /// Whether the server joins what clients send, and not what edges hold.
  bool IsFlat() const {
    if (HidesClients()) return false;
    const HierarchicalOptions hierarchy = HierarchyOf(topology);
    return hierarchy.edge_rounds == 1 &&
           (hierarchy.groups == 1 || !SeesSingleUpdates(aggregation.rule));
  }

  /// That a client makes in a round of the server, if it takes part in all
  /// rounds of its edge.
  int64_t StepsInRound() const {
    return local.steps * HierarchyOf(topology).edge_rounds;
  }
};

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_FEDERATION_OPTIONS_H_
