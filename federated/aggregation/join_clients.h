#ifndef FEDERATED_AGGREGATION_JOIN_CLIENTS_H_
#define FEDERATED_AGGREGATION_JOIN_CLIENTS_H_

#include "ATen/core/Tensor.h"
#include "absl/types/span.h"
#include "federated/aggregation/aggregation_options.h"
#include "federated/aggregation/client_value.h"

namespace flow::federated {

/// What `rule` makes of the clients' values before the server's step, [P]: the
/// robust mean that it names, else the weighted one. The bits do not depend on
/// the order of `sent`. FLOW_CHECKs what the rule's own function does.
at::Tensor JoinClients(const AggregationRule& rule,
                       absl::Span<const ClientValue> sent);

}  // namespace flow::federated

#endif  // FEDERATED_AGGREGATION_JOIN_CLIENTS_H_
