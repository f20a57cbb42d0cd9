#ifndef FEDERATED_AGGREGATION_SERVER_OPTIMIZER_H_
#define FEDERATED_AGGREGATION_SERVER_OPTIMIZER_H_

/// The server's step from what the clients sent to the next round's weights.
///
/// With w the weights that the clients started from, w_bar what JoinClients
/// makes of their w_i, D = w - w_bar the pseudo-gradient, r the learning rate:
///
///     FedAvg, robust   w <- w_bar                       [McMahan17]
///     FedAvgM          m <- momentum m + D;  w <- w - r m         [Hsu19]
///     adaptive         m <- b1 m + (1 - b1) D
///                      v <- b2 v + (1 - b2) D^2                   FedAdam
///                      v <- v - (1 - b2) D^2 sign(v - D^2)        FedYogi
///                      v <- v + D^2                               FedAdagrad
///                      w <- w - r m / (sqrt(v) + tau)
///                                            [Reddi21, Algorithm 2]
///     SCAFFOLD         w <- w - r D;  c <- c + s mean_i(c_i+ - c_i)
///                                            [Karimireddy20, Algorithm 1]
///
/// m and c start at zero, v at tau^2; moments are not divided by 1 - b^k.
/// s is the share of the clients that took part, |S| / N. Where clients count
/// unequally, s is their share of the weight and the mean the weighted one: c
/// stays the weighted mean of all c_i if it was.

#include <memory>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/status/status.h"
#include "core/nn/network.h"
#include "federated/aggregation/aggregation_options.h"

namespace flow::federated {

/// What a round brought.
struct ServerRound {
  at::Tensor weights;         // w, [P]
  at::Tensor joined;          // w_bar, [P]
  at::Tensor control_change;  // mean of c_i+ - c_i, [P]; SCAFFOLD alone
  double share = 1;           // s, in (0, 1]; SCAFFOLD alone looks at it
};

/// Holds the moments and control variates of one flat array of parameters.
/// Takes what is joined already, so that a secure sum or noise can stand
/// between. Draws nothing. Not thread-safe.
class Server {
 public:
  virtual ~Server() = default;

  /// The next weights, [P]; shares no memory with the round. FLOW_CHECKs the
  /// round's shapes and dtypes.
  at::Tensor Step(const ServerRound& round);

  /// What a checkpoint must hold, by name; copies.
  std::vector<core::NamedTensor> State() const;

  /// Goes back to a saved state; other names are passed over. DataLoss when a
  /// tensor is missing or has another shape or dtype; nothing is changed then.
  absl::Status Restore(const std::vector<core::NamedTensor>& state);

  /// c of SCAFFOLD, which clients are sent beside the weights; undefined under
  /// other rules. Shares memory with the state.
  virtual at::Tensor control() const { return {}; }

 protected:
  // The round is checked.
  virtual at::Tensor Next(const ServerRound& round) = 0;
  // The tensors of the state, sharing memory.
  virtual std::vector<core::NamedTensor> Live() const { return {}; }
};

/// A server with fresh state for weights of the shape and dtype of `like`, [P].
/// FLOW_CHECKs that the rule is not FedSgd, whose averaged gradient goes into
/// the optimiser of `train`.
std::unique_ptr<Server> MakeServer(const AggregationRule& rule,
                                   const at::Tensor& like);

}  // namespace flow::federated

#endif  // FEDERATED_AGGREGATION_SERVER_OPTIMIZER_H_
