#ifndef FEDERATED_ROUNDS_CLIENT_TEAM_H_
#define FEDERATED_ROUNDS_CLIENT_TEAM_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/types/span.h"
#include "core/base/thread_pool.h"
#include "core/train/gradient_source.h"

namespace flow::federated {

/// A client: the gradients of its own data, and how much it counts. They are
/// computed on the calling thread, and are good until the next call in it.
struct Client {
  std::shared_ptr<core::GradientSource> gradients;
  double weight = 1;  // >= 0
};

/// The clients of one process, who share its threads. Not thread-safe.
class ClientTeam {
 public:
  /// `pool` is not owned.
  ClientTeam(std::vector<Client> clients, ThreadPool* pool);

  int64_t size() const { return std::ssize(clients_); }
  double weight(int64_t client) const { return clients_[client].weight; }
  /// Of all clients together.
  double total_weight() const { return total_weight_; }

  /// The mean of value(k) over the places k of `clients`, by their weights.
  double MeanOf(absl::Span<const int64_t> clients,
                absl::FunctionRef<double(int64_t k)> value) const;

  /// Calls work(k, gradients of clients[k]) for each place k, in any order and
  /// thread. The error of the lowest k, if there is one.
  absl::Status ForEach(absl::Span<const int64_t> clients,
                       absl::FunctionRef<absl::Status(
                           int64_t k, core::GradientSource* gradients)>
                           work);

 private:
  std::vector<Client> clients_;
  double total_weight_ = 0;
  ThreadPool* pool_;
};

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_CLIENT_TEAM_H_
