#ifndef FEDERATED_TOPOLOGY_LINK_FAULTS_H_
#define FEDERATED_TOPOLOGY_LINK_FAULTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "federated/topology/hierarchy.h"
#include "federated/topology/link_options.h"

namespace flow::federated {

/// Something that is wrong with a number of a list.
struct LinkFault {
  enum class Kind {
    kClients,   // right for other clients
    kGroups,    // right for other groups
    kTopology,  // right in another topology
  };
  Kind kind;
  int64_t links;        // its place in the options
  const char* list;     // "between"
  int64_t at;           // the number's place in the list
  std::string message;  // "'between[3]' must be a client, ..."
};

/// All of them, in the order in which they are written: an odd number of ends,
/// a client or a group that is not there, a client joined with itself or with
/// one of another group, edge servers where one group is all. That each client
/// has a way to its server, LinkCosts says. Thread-safe.
std::vector<LinkFault> FindLinkFaults(absl::Span<const LinkOptions> links,
                                      const ClientGroups& groups);

}  // namespace flow::federated

#endif  // FEDERATED_TOPOLOGY_LINK_FAULTS_H_
