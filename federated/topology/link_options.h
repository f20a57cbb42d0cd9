#ifndef FEDERATED_TOPOLOGY_LINK_OPTIONS_H_
#define FEDERATED_TOPOLOGY_LINK_OPTIONS_H_

/// Links that cost the same, as flow.Federation.Links has them. link_costs.h.

#include <cstdint>
#include <vector>

namespace flow::federated {

struct LinkOptions {
  std::vector<int64_t> between;         // pairs of clients: a0, b0, a1, b1, ...
  std::vector<int64_t> to_server;       // clients
  std::vector<int64_t> edge_to_server;  // groups
  double rate = 0;   // must be set: bytes a second, finite and > 0
  double power = 0;  // watts while it sends, finite and >= 0
};

}  // namespace flow::federated

#endif  // FEDERATED_TOPOLOGY_LINK_OPTIONS_H_
