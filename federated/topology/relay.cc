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

}  // namespace

absl::StatusOr<RelayTree> QuickestRelays(int64_t nodes,
                                         absl::Span<const RelayLink> links,
                                         int64_t aggregator) {
  RelayTree tree{aggregator, std::vector<int64_t>(nodes, -1),
                 std::vector<double>(nodes, 0),
                 std::vector<double>(nodes, kNever),
                 std::vector<double>(nodes, kNever)};
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
      tree.link_joules[from] = hop.joules;
      tree.seconds[from] = seconds;
      tree.joules[from] = tree.joules[node] + hop.joules;
      open.emplace(seconds, from);
    }
  }
  return tree;
}

std::vector<int64_t> RelayRoute(const RelayTree& tree, int64_t node) {
  CheckNode(tree, node);
  FLOW_CHECK(std::isfinite(tree.seconds[node]))
      << "node " << node << " has no way to the aggregator";
  std::vector<int64_t> route = {node};
  while (route.back() != tree.aggregator) {
    route.push_back(tree.next[route.back()]);
  }
  return route;
}

absl::StatusOr<RelayCost> CostOfRelays(const RelayTree& tree,
                                       absl::Span<const int64_t> taking_part,
                                       double up_bytes, double down_bytes) {
  FLOW_CHECK(up_bytes >= 0 && down_bytes >= 0)
      << "bytes must be >= 0; got " << up_bytes << " and " << down_bytes;
  RelayCost cost;
  double slowest = 0;
  std::vector<bool> reached(tree.next.size(), false);
  for (const int64_t client : taking_part) {
    CheckNode(tree, client);
    if (tree.seconds[client] == kNever) {
      return absl::InvalidArgumentError(
          absl::StrCat("the links must lead from each client to the "
                       "aggregator, node ",
                       tree.aggregator, "; client ", client, " has no way"));
    }
    slowest = std::max(slowest, tree.seconds[client]);
    cost.up_joules += tree.joules[client] * up_bytes;
    for (const int64_t node : RelayRoute(tree, client)) {
      if (node == tree.aggregator) break;
      ++cost.up_messages;
      if (reached[node]) continue;
      reached[node] = true;
      ++cost.down_messages;
      cost.down_joules += tree.link_joules[node] * down_bytes;
    }
  }
  cost.up_seconds = slowest * up_bytes;
  cost.down_seconds = slowest * down_bytes;
  return cost;
}

}  // namespace flow::federated
