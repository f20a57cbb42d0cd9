#ifndef FEDERATED_ROUNDS_LOCAL_CLIENTS_H_
#define FEDERATED_ROUNDS_LOCAL_CLIENTS_H_

#include <memory>
#include <vector>

#include "core/base/random.h"
#include "core/base/thread_pool.h"
#include "core/train/gradient_source.h"
#include "core/train/train_options.h"
#include "federated/rounds/clients.h"
#include "federated/rounds/federation_options.h"
#include "federated/rounds/module_ranges.h"
#include "federated/rounds/uplink.h"

namespace flow::federated {

/// A client: the gradients of its own data, and how much it counts. They are
/// computed on the calling thread, and are good until the next call in it.
struct Client {
  std::shared_ptr<core::GradientSource> gradients;
  double weight = 1;  // >= 0
};

/// Clients in this process, who share its threads, one thread each. Under
/// FedSgd a client sends its gradient, else what its local steps
/// (local_training.h) make of the weights, by the optimiser, the clipping of
/// `train` and the proximal term, through its uplink (uplink.h).
///
/// An answer depends on the task, the round and what the client's uplink keeps,
/// not on the number of threads nor on who else is asked. A module that is
/// frozen, or has clients of whom this is none, is not trained; of others it
/// knows nothing.
class LocalClients : public Clients {
 public:
  /// `like` are the parameters whose weights these are, `seed` is that of
  /// rounding at random, and `pool` is not owned. Nothing is frozen where
  /// FindModuleRanges of the modules is an error, which is the server's to
  /// tell.
  LocalClients(const FederationOptions& federation,
               const core::TrainOptions& train, std::vector<Client> clients,
               core::Parameters like, Seed seed, ThreadPool* pool);

  /// Errors: those of TrainLocally and of the clients' gradients; OutOfRange
  /// where a loss is not finite. All answer.
  absl::StatusOr<ClientAnswers> Do(const RoundTask& round,
                                   absl::Span<const ClientTask> tasks) override;

  /// Of a few clients at a time, whose values are added up while they are in
  /// the cache.
  absl::StatusOr<MeanAnswers> DoForMean(
      const RoundTask& round, absl::Span<const ClientTask> tasks) override;

  std::vector<core::NamedTensor> State() const override;
  absl::Status Restore(const std::vector<core::NamedTensor>& state) override;

 private:
  absl::StatusOr<ClientAnswer> Gradient(const RoundTask& round,
                                        const ClientTask& task,
                                        const core::FlatParameters& at);
  absl::StatusOr<ClientAnswer> Train(const RoundTask& round,
                                     const ClientTask& task,
                                     const at::Tensor& end);
  at::Tensor Send(const RoundTask& round, const ClientTask& task,
                  const at::Tensor& end);

  FederationOptions options_;
  std::optional<double> max_gradient_norm_;
  std::vector<std::shared_ptr<core::GradientSource>> gradients_;
  core::Parameters like_;
  Uplink uplink_;
  std::vector<ModuleRange> ranges_;  // of the modules
  ThreadPool* pool_;
  std::vector<at::Tensor> ends_;  // memory of w_i
};

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_LOCAL_CLIENTS_H_
