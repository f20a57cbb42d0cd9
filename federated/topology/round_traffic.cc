#include "federated/topology/round_traffic.h"

#include "core/base/check.h"

namespace flow::federated {
namespace {

void CheckCount(int64_t count) {
  FLOW_CHECK(count >= 0) << "a count must be >= 0; got " << count;
}

void CheckShare(int64_t taking_part, int64_t clients) {
  CheckCount(taking_part);
  FLOW_CHECK(taking_part <= clients)
      << taking_part << " of " << clients << " clients cannot take part";
}

}  // namespace

int64_t Messages(const RoundTraffic& traffic) { return Bytes(traffic, 1, 1); }

int64_t Bytes(const RoundTraffic& t, int64_t up, int64_t down) {
  return up * (t.client_to_server + t.client_to_edge + t.edge_to_server +
               t.client_to_client) +
         down * (t.server_to_client + t.edge_to_client + t.server_to_edge);
}

RoundTraffic StarTraffic(int64_t taking_part) {
  CheckCount(taking_part);
  return {.client_to_server = taking_part, .server_to_client = taking_part};
}

RoundTraffic HierarchicalTraffic(int64_t taking_part, int64_t groups,
                                 bool ends_at_server) {
  CheckCount(taking_part);
  CheckCount(groups);
  const int64_t edges = ends_at_server ? groups : 0;
  return {.client_to_edge = taking_part,
          .edge_to_client = taking_part,
          .edge_to_server = edges,
          .server_to_edge = edges};
}

RoundTraffic RingTraffic(int64_t taking_part, int64_t clients) {
  CheckShare(taking_part, clients);
  return {.client_to_client = clients == 1 ? 0 : taking_part};
}

RoundTraffic GossipTraffic(const Graph& graph, int64_t mixing_steps) {
  CheckCount(mixing_steps);
  return {.client_to_client = 2 * graph.edges() * mixing_steps};
}

RoundTraffic FullyConnectedTraffic(int64_t taking_part, int64_t clients) {
  CheckShare(taking_part, clients);
  return {.client_to_client = taking_part * (clients - 1)};
}

}  // namespace flow::federated
