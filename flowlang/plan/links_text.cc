#include "flowlang/plan/links_text.h"

#include "absl/strings/str_format.h"
#include "core/base/check.h"
#include "federated/exchange/secure_sum_options.h"
#include "federated/exchange/secure_traffic.h"
#include "federated/rounds/federation_options.h"
#include "federated/topology/hierarchy.h"
#include "federated/topology/link_costs.h"
#include "federated/topology/relay.h"
#include "federated/topology/topology_options.h"
#include "flowlang/plan/convert.h"
#include "flowlang/plan/human_number.h"
#include "flowlang/plan/round_bytes.h"

namespace flow::lang {
namespace {

// What a client sends and is sent where all of its group take part.
federated::RelayBytes OfClient(const federated::FederationOptions& options,
                               const RoundBytes& bytes, double shared,
                               int64_t group_size) {
  if (!options.secure_sum) return {.up = bytes.up, .down = bytes.down};
  const federated::SecureTraffic sum = federated::SecureTrafficOf(
      {.keys = group_size,
       .shares = group_size,
       .masked = group_size,
       .numbers = static_cast<int64_t>(shared),
       .sum_bits = federated::SecureSumBits(*options.secure_sum, group_size)},
      federated::SecureStage::kUnmask);
  return {.up = static_cast<double>(sum.up),
          .down = bytes.down,
          .down_own = static_cast<double>(sum.down)};
}

}  // namespace

std::string LinksLine(const Experiment& experiment, const Estimate& estimate) {
  const Federation& federation = experiment.federation();
  if (federation.links_size() == 0) return "";
  const federated::FederationOptions options = ToOptions(federation);
  const int64_t edge_rounds =
      federated::HierarchyOf(options.topology).edge_rounds;
  const auto in_groups =
      federated::ClientGroups::Create(options.clients, options.topology);
  FLOW_CHECK(in_groups.ok()) << in_groups.status().ToString();
  const auto costs = federated::LinkCosts::Create(options.links, *in_groups);
  FLOW_CHECK(costs.ok()) << costs.status().ToString();
  const RoundBytes bytes =
      RoundBytesOf(federation, estimate.shared, estimate.shared_by_edges);
  const federated::LinkCost mean = costs->MeanOfAll(
      OfClient(options, bytes, estimate.shared, in_groups->size()), bytes.edge,
      edge_rounds);
  return absl::StrFormat(
      "links      a round of everybody takes %s, %s and %.4g messages over "
      "links%s, of which a way has up to %d\n",
      HumanNumber(mean.seconds, "s"), HumanNumber(mean.joules, "J"),
      mean.messages, edge_rounds > 1 ? " in the mean" : "", costs->MostHops());
}

}  // namespace flow::lang
