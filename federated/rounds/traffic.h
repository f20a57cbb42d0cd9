#ifndef FEDERATED_ROUNDS_TRAFFIC_H_
#define FEDERATED_ROUNDS_TRAFFIC_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "core/nn/network.h"
#include "federated/topology/link_costs.h"

namespace flow::federated {

/// What a training has sent so far, and what became of those who were asked.
/// Weights, gradients and control variates alone: no frame of any protocol.
struct Traffic {
  int64_t rounds = 0;  // of the edges, where there are edges
  int64_t asked = 0, answered = 0, late = 0, dropped = 0;  // clients, summed
  int64_t bytes_up = 0, bytes_down = 0;            // from and to clients
  int64_t edge_bytes_up = 0, edge_bytes_down = 0;  // edge servers to the server
  int64_t peer_bytes = 0;                          // between clients
  double simulated_time = 0;      // participation.h's clock, summed over rounds
  std::optional<LinkCost> links;  // where the federation has some
};

/// The same as tensors of a checkpoint; copies.
std::vector<core::NamedTensor> TrafficState(const Traffic& traffic);

/// Reads it back; links where `traffic` has some. DataLoss when a tensor is
/// missing or has another shape.
absl::Status RestoreTraffic(const std::vector<core::NamedTensor>& state,
                            Traffic* traffic);

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_TRAFFIC_H_
