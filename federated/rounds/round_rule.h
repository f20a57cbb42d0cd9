#ifndef FEDERATED_ROUNDS_ROUND_RULE_H_
#define FEDERATED_ROUNDS_ROUND_RULE_H_

#include <memory>
#include <optional>

#include "core/base/random.h"
#include "core/base/thread_pool.h"
#include "core/nn/network.h"
#include "core/train/update_rule.h"
#include "federated/rounds/clients.h"
#include "federated/rounds/traffic.h"

namespace flow::federated {

/// What a training over clients is made of, beside its options.
struct RoundParts {
  std::unique_ptr<Clients> clients;  // as many as the options say
  core::Parameters initial;          // the weights that training begins with
  Seed seed = 0;                     // of who takes part, and of noise
  Seed graph_seed = 0;               // of who is whose neighbour
  ThreadPool* pool = nullptr;        // not owned
};

/// How clients talked so far.
struct Communication {
  Traffic traffic;
  // Where each client has a model of its own: how far these are from each other
  // (gossip.h), and how fast a step of gossip among all brings them together
  // (spectral_gap.h; none where the graph is so large, and the gap so small,
  // that it is not found).
  std::optional<double> consensus_distance;
  std::optional<double> spectral_gap;
};

/// A round of clients as one step of a core::Trainer.
class RoundRule : public core::UpdateRule {
 public:
  virtual Communication communication() const = 0;
};

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_ROUND_RULE_H_
