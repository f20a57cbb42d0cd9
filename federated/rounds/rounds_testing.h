#ifndef FEDERATED_ROUNDS_ROUNDS_TESTING_H_
#define FEDERATED_ROUNDS_ROUNDS_TESTING_H_

/// Small trainings over clients: each has a point cloud of its own and learns,
/// with the others, the velocity from noise to it.

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "core/base/thread_pool.h"
#include "core/nn/network_options.h"
#include "core/train/batch.h"
#include "core/train/batch_gradient.h"
#include "core/train/trainer.h"
#include "federated/rounds/federation_options.h"
#include "federated/rounds/local_clients.h"
#include "federated/rounds/round_rule.h"

namespace flow::federated {

inline const core::MlpOptions kMlp = {.dim = 2, .hidden = {16, 16}};
inline constexpr int64_t kParameters = 3 * 16 + 16 + 16 * 16 + 16 + 16 * 2 + 2;

core::Parameters Initial();

/// Batches of a client i: from noise to a point cloud around (i, -i) / 3.
std::shared_ptr<const core::Batches> BatchesOf(int64_t client,
                                               int64_t size = 32);

Client ClientOf(std::shared_ptr<const core::Batches> batches, double weight);

/// Client i has the weight 1 + i.
std::vector<Client> MakeClients(int64_t count);

/// Options of so many steps, and otherwise as they are.
core::TrainOptions Rounds(int64_t rounds);

struct Trained {
  std::vector<core::NamedTensor> state;
  Traffic traffic;
  Communication communication;
  double last_loss = 0;
};

/// What stands between a federation and its clients.
using Wrap = std::function<std::unique_ptr<Clients>(std::unique_ptr<Clients>)>;

/// A trainer of a federation, by the clients' weights.
struct Rig {
  Rig(FederationOptions options, const core::TrainOptions& train,
      std::vector<Client> clients, int threads = 2, const Wrap& wrap = {});
  absl::StatusOr<Trained> Train();

  ThreadPool pool;
  const RoundRule* rule = nullptr;  // of the trainer
  std::unique_ptr<core::Trainer> trainer;
};

/// The state of the rig's trainer after so many steps, where the run ends: a
/// step at which its options have a checkpoint.
std::vector<core::NamedTensor> StateWhenKilled(int64_t steps, Rig* rig);

absl::StatusOr<Trained> TrainFederated(const FederationOptions& options,
                                       const core::TrainOptions& train,
                                       std::vector<Client> clients,
                                       int threads = 2);

/// The state after training on the batches of client 0 alone.
std::vector<core::NamedTensor> TrainAlone(const core::TrainOptions& train);

/// That eight clients come to the same weights with one thread and with four.
void ExpectSameForAnyThreads(const FederationOptions& options);

/// That the weights, and their averages where there are some, have the same
/// bits.
void ExpectSameWeights(const std::vector<core::NamedTensor>& a,
                       const std::vector<core::NamedTensor>& b);

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_ROUNDS_TESTING_H_
