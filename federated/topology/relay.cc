#include "federated/topology/relay.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>
#include <tuple>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"

namespace flow::federated {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

// A link as one of its ends sees it; of a byte.
struct Hop {
  int64_t to;
  double seconds, joules;
};

absl::Status CheckLink(const RelayLink& link, int64_t k, int64_t nodes) {
  const auto error = [&](const auto&... what) {
    return absl::InvalidArgumentError(absl::StrCat(
        "link ", k, ", ", link.a, " ", link.b, ", must ", what...));
  };
  for (const int64_t end : {link.a, link.b}) {
    if (end < 0 || end >= nodes) {
      return error("join nodes from 0 to ", nodes - 1, "; got ", end);
    }
  }
  if (link.a == link.b) return error("join two different nodes");
  if (!(link.rate > 0) || !std::isfinite(link.rate)) {
    return error("have a finite rate > 0; got ", link.rate);
  }
  if (!(link.power >= 0) || !std::isfinite(link.power)) {
    return error("have a finite power >= 0; got ", link.power);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::vector<Hop>>> HopsOf(
    int64_t nodes, absl::Span<const RelayLink> links) {
  std::vector<std::vector<Hop>> hops(nodes);
  for (int64_t k = 0; k < links.size(); ++k) {
    const RelayLink& link = links[k];
    FLOW_RETURN_IF_ERROR(CheckLink(link, k, nodes));
    const double seconds = 1 / link.rate, joules = link.power / link.rate;
    hops[link.a].push_back({link.b, seconds, joules});
    hops[link.b].push_back({link.a, seconds, joules});
  }
  return hops;
}

void CheckNode(const RelayTree& tree, int64_t node) {
  FLOW_CHECK(node >= 0 && node < tree.next.size())
      << "a node must be from 0 to " << tree.next.size() - 1 << "; got "
      << node;
}

absl::Status CheckClient(const RelayTree& tree, const RelayBytes& client) {
  CheckNode(tree, client.node);
  FLOW_CHECK(client.up >= 0 && client.down >= 0 && client.down_own >= 0)
      << "bytes must be >= 0; got " << client.up << ", " << client.down
      << " and " << client.down_own;
  if (tree.seconds[client.node] < kNever) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "the links must lead from each client to the aggregator, node ",
      tree.aggregator, "; client ", client.node, " has no way"));
}

}  // namespace

absl::StatusOr<RelayTree> QuickestRelays(int64_t nodes,
                                         absl::Span<const RelayLink> links,
                                         int64_t aggregator) {
  const std::vector<double> nothing(nodes, 0), never(nodes, kNever);
  RelayTree tree{aggregator,
                 std::vector<int64_t>(nodes, -1),
                 std::vector<int64_t>(nodes, 0),
                 nothing,
                 nothing,
                 never,
                 never};
  CheckNode(tree, aggregator);
  FLOW_ASSIGN_OR_RETURN(const auto hops, HopsOf(nodes, links));
  tree.seconds[aggregator] = tree.joules[aggregator] = 0;
  // the nearest first, then the lowest; an entry whose node is done is stale
  using Entry = std::pair<double, int64_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
  open.emplace(0, aggregator);
  std::vector<bool> done(nodes, false);
  while (!open.empty()) {
    const int64_t node = open.top().second;
    open.pop();
    if (done[node]) continue;
    done[node] = true;
    tree.order.push_back(node);
    for (const Hop& hop : hops[node]) {
      const int64_t from = hop.to;
      if (done[from]) continue;
      const double seconds = tree.seconds[node] + hop.seconds;
      if (std::tie(seconds, node, hop.joules) >=
          std::tie(tree.seconds[from], tree.next[from],
                   tree.link_joules[from])) {
        continue;
      }
      tree.next[from] = node;
      tree.hops[from] = tree.hops[node] + 1;
      tree.link_seconds[from] = hop.seconds;
      tree.link_joules[from] = hop.joules;
      tree.seconds[from] = seconds;
      tree.joules[from] = tree.joules[node] + hop.joules;
      open.emplace(seconds, from);
    }
  }
  return tree;
}

absl::StatusOr<RelayCost> CostOfRelays(const RelayTree& tree,
                                       absl::Span<const RelayBytes> sent) {
  // what everybody is sent: to each node over the link that leads to it
  std::vector<double> handed_on(tree.next.size(), 0);
  for (const RelayBytes& client : sent) {
    FLOW_RETURN_IF_ERROR(CheckClient(tree, client));
    handed_on[client.node] = std::max(handed_on[client.node], client.down);
  }
  RelayCost cost;
  for (auto node = tree.order.rbegin(); node != tree.order.rend(); ++node) {
    const int64_t next = tree.next[*node];
    if (next < 0 || handed_on[*node] == 0) continue;
    handed_on[next] = std::max(handed_on[next], handed_on[*node]);
    ++cost.down_messages;
    cost.down_joules += tree.link_joules[*node] * handed_on[*node];
  }
  std::vector<double> has_it(tree.next.size(), 0);  // in seconds
  for (const int64_t node : tree.order) {
    if (node == tree.aggregator) continue;
    has_it[node] =
        has_it[tree.next[node]] + tree.link_seconds[node] * handed_on[node];
  }
  for (const RelayBytes& client : sent) {
    const int64_t i = client.node;
    if (client.up > 0) cost.up_messages += tree.hops[i];
    if (client.down_own > 0) cost.down_messages += tree.hops[i];
    cost.up_joules += tree.joules[i] * client.up;
    cost.down_joules += tree.joules[i] * client.down_own;
    if (!client.is_awaited) continue;
    cost.up_seconds = std::max(cost.up_seconds, tree.seconds[i] * client.up);
    cost.down_seconds = std::max(cost.down_seconds,
                                 has_it[i] + tree.seconds[i] * client.down_own);
  }
  return cost;
}

}  // namespace flow::federated
