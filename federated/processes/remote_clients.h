#ifndef FEDERATED_PROCESSES_REMOTE_CLIENTS_H_
#define FEDERATED_PROCESSES_REMOTE_CLIENTS_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/nn/network.h"
#include "federated/processes/workers.h"
#include "federated/rounds/clients.h"

namespace flow::federated {

/// The worker, from 0, of so many that has a client: client modulo workers.
inline int64_t WorkerOf(int64_t client, int64_t workers) {
  return client % workers;
}

/// The clients of a federation in other processes, each in that of its
/// WorkerOf, which serve them (serve_clients.h). What they answer has the bits
/// of LocalClients.
///
/// Weights and answers travel as float32, whatever is made of them to count the
/// bytes of a compression: what arrives of a change is what is sent.
class RemoteClients : public Clients {
 public:
  /// `workers` are not owned, and are ready for this training before anything
  /// is asked. `initial` is the clients' State() at its beginning.
  RemoteClients(std::vector<double> weights,
                std::vector<core::NamedTensor> initial, Workers* workers);

  /// A worker that goes, goes with all its clients. An error is what a client's
  /// own work ended in, or the answer of a program that is not this one.
  absl::StatusOr<ClientAnswers> Do(const RoundTask& round,
                                   absl::Span<const ClientTask> tasks) override;

  /// Tensors with a row for each client, which are those of its worker; where
  /// that has gone, those that were known last.
  std::vector<core::NamedTensor> State() const override;
  absl::Status Restore(const std::vector<core::NamedTensor>& state) override;

 private:
  Workers* workers_;
  mutable std::vector<core::NamedTensor> known_;  // the state, as known last
};

}  // namespace flow::federated

#endif  // FEDERATED_PROCESSES_REMOTE_CLIENTS_H_
