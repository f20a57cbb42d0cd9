#include "federated/topology/link_costs.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "federated/topology/link_faults.h"

namespace flow::federated {
namespace {

// The links of each group, whose server comes after its clients.
std::vector<std::vector<RelayLink>> LinksInGroups(
    absl::Span<const LinkOptions> links, const ClientGroups& groups) {
  std::vector<std::vector<RelayLink>> in_groups(groups.groups());
  const int64_t size = groups.size();
  for (const LinkOptions& l : links) {
    for (size_t i = 0; i < l.between.size(); i += 2) {
      in_groups[groups.GroupOf(l.between[i])].push_back(
          {l.between[i] % size, l.between[i + 1] % size, l.rate, l.power});
    }
    for (const int64_t client : l.to_server) {
      in_groups[groups.GroupOf(client)].push_back(
          {client % size, size, l.rate, l.power});
    }
  }
  return in_groups;
}

std::vector<RelayLink> LinksOfEdges(absl::Span<const LinkOptions> links,
                                    int64_t server) {
  std::vector<RelayLink> of_edges;
  for (const LinkOptions& l : links) {
    for (const int64_t group : l.edge_to_server) {
      of_edges.push_back({group, server, l.rate, l.power});
    }
  }
  return of_edges;
}

absl::StatusOr<RelayTree> TreeOfGroup(int64_t group,
                                      absl::Span<const RelayLink> links,
                                      const ClientGroups& groups) {
  FLOW_ASSIGN_OR_RETURN(
      RelayTree tree,
      QuickestRelays(groups.size() + 1, links, /*aggregator=*/groups.size()));
  for (int64_t i = 0; i < groups.size(); ++i) {
    if (std::isfinite(tree.seconds[i])) continue;
    const bool is_all = groups.groups() == 1;
    return absl::InvalidArgumentError(absl::StrCat(
        "the links must lead from each client to the server",
        is_all ? "" : " of its group", "; client ", group * groups.size() + i,
        is_all ? "" : absl::StrCat(", of group ", group, ","), " has no way"));
  }
  return tree;
}

absl::StatusOr<RelayTree> TreeOfEdges(absl::Span<const LinkOptions> links,
                                      int64_t groups) {
  if (groups == 1) return RelayTree{};
  FLOW_ASSIGN_OR_RETURN(
      RelayTree tree,
      QuickestRelays(groups + 1, LinksOfEdges(links, groups), groups));
  for (int64_t g = 0; g < groups; ++g) {
    if (std::isfinite(tree.seconds[g])) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("'edge_to_server' must join the server of each group with "
                     "that of all; that of group ",
                     g, " has no link"));
  }
  return tree;
}

}  // namespace

struct LinkCosts::EdgeRound {
  std::vector<double> down_seconds;  // of each group
  double up_seconds = 0;             // of the slowest
  double joules = 0, messages = 0;

  double SlowestDown() const {
    return *std::max_element(down_seconds.begin(), down_seconds.end());
  }
};

absl::StatusOr<LinkCosts> LinkCosts::Create(absl::Span<const LinkOptions> links,
                                            const ClientGroups& groups) {
  const std::vector<LinkFault> faults = FindLinkFaults(links, groups);
  if (!faults.empty()) return absl::InvalidArgumentError(faults[0].message);
  const auto in_groups = LinksInGroups(links, groups);
  std::vector<RelayTree> clients;
  for (int64_t g = 0; g < groups.groups(); ++g) {
    FLOW_ASSIGN_OR_RETURN(RelayTree tree, TreeOfGroup(g, in_groups[g], groups));
    clients.push_back(std::move(tree));
  }
  FLOW_ASSIGN_OR_RETURN(RelayTree edges, TreeOfEdges(links, groups.groups()));
  return LinkCosts(groups, std::move(clients), std::move(edges));
}

LinkCosts::EdgeRound LinkCosts::OfEdgeRound(
    absl::Span<const RelayBytes> sent) const {
  std::vector<std::vector<RelayBytes>> of_group(groups_.groups());
  for (RelayBytes client : sent) {
    const int64_t group = groups_.GroupOf(client.node);
    client.node %= groups_.size();
    of_group[group].push_back(client);
  }
  EdgeRound round;
  for (int64_t g = 0; g < groups_.groups(); ++g) {
    const absl::StatusOr<RelayCost> cost =
        CostOfRelays(clients_[g], of_group[g]);
    FLOW_CHECK(cost.ok()) << cost.status().ToString();
    round.down_seconds.push_back(cost->down_seconds);
    round.up_seconds = std::max(round.up_seconds, cost->up_seconds);
    round.joules += cost->down_joules + cost->up_joules;
    round.messages +=
        static_cast<double>(cost->down_messages + cost->up_messages);
  }
  return round;
}

RelayCost LinkCosts::OfEdges(absl::Span<const double> edge_bytes) const {
  if (groups_.groups() == 1) return {};
  FLOW_CHECK(std::ssize(edge_bytes) == groups_.groups())
      << "the bytes of each edge server";
  std::vector<RelayBytes> sent;
  for (int64_t g = 0; g < groups_.groups(); ++g) {
    sent.push_back({.node = g, .up = edge_bytes[g], .down = edge_bytes[g]});
  }
  const absl::StatusOr<RelayCost> cost = CostOfRelays(edges_, sent);
  FLOW_CHECK(cost.ok()) << cost.status().ToString();
  return *cost;
}

double LinkCosts::CloudSeconds(const EdgeRound& first,
                               absl::Span<const double> edge_bytes) const {
  if (groups_.groups() == 1) return first.SlowestDown();
  double slowest = 0;
  for (int64_t g = 0; g < groups_.groups(); ++g) {
    slowest = std::max(
        slowest, edges_.seconds[g] * edge_bytes[g] + first.down_seconds[g]);
  }
  return slowest;
}

LinkCost LinkCosts::OfRound(absl::Span<const std::vector<RelayBytes>> sent,
                            absl::Span<const double> edge_bytes) const {
  FLOW_CHECK(!sent.empty()) << "a round of the server has one of the edges";
  const RelayCost edges = OfEdges(edge_bytes);
  LinkCost cost = {
      edges.up_seconds, edges.up_joules + edges.down_joules,
      static_cast<double>(edges.up_messages + edges.down_messages)};
  for (size_t e = 0; e < sent.size(); ++e) {
    const EdgeRound round = OfEdgeRound(sent[e]);
    cost.seconds += round.up_seconds + (e == 0 ? CloudSeconds(round, edge_bytes)
                                               : round.SlowestDown());
    cost.joules += round.joules;
    cost.messages += round.messages;
  }
  return cost;
}

std::vector<RelayBytes> LinkCosts::All(const RelayBytes& each) const {
  std::vector<RelayBytes> all(groups_.clients(), each);
  for (int64_t i = 0; i < groups_.clients(); ++i) all[i].node = i;
  return all;
}

std::vector<double> LinkCosts::OfEach(double edge_bytes) const {
  const int64_t edges = groups_.groups() == 1 ? 0 : groups_.groups();
  return std::vector<double>(edges, edge_bytes);
}

HierarchyTimes LinkCosts::TimesOf(const EdgeRound& round,
                                  absl::Span<const double> edge_bytes) const {
  return {.up = round.up_seconds,
          .down = round.SlowestDown(),
          .edge = OfEdges(edge_bytes).up_seconds,
          .cloud = CloudSeconds(round, edge_bytes)};
}

HierarchyTimes LinkCosts::TimesOfAll(const RelayBytes& each,
                                     double edge_bytes) const {
  return TimesOf(OfEdgeRound(All(each)), OfEach(edge_bytes));
}

LinkCost LinkCosts::MeanOfAll(const RelayBytes& each, double edge_bytes,
                              int64_t edge_rounds) const {
  const EdgeRound round = OfEdgeRound(All(each));
  const std::vector<double> of_edges = OfEach(edge_bytes);
  const RelayCost edges = OfEdges(of_edges);
  const auto rounds = static_cast<double>(edge_rounds);
  const auto edge_messages =
      static_cast<double>(edges.up_messages + edges.down_messages);
  return {HierarchicalRoundLatency(TimesOf(round, of_edges), edge_rounds),
          round.joules + (edges.up_joules + edges.down_joules) / rounds,
          round.messages + edge_messages / rounds};
}

int64_t LinkCosts::MostHops() const {
  int64_t most = 0;
  for (const RelayTree& tree : clients_) {
    most =
        std::max(most, *std::max_element(tree.hops.begin(), tree.hops.end()));
  }
  return groups_.groups() == 1 ? most : most + 1;
}

}  // namespace flow::federated
