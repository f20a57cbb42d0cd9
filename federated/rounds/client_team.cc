#include "federated/rounds/client_team.h"

#include <utility>

#include "core/base/check.h"
#include "core/base/status_macros.h"

namespace flow::federated {

ClientTeam::ClientTeam(std::vector<Client> clients, ThreadPool* pool)
    : clients_(std::move(clients)), pool_(pool) {
  FLOW_CHECK(!clients_.empty()) << "a federation without clients";
  for (const Client& client : clients_) total_weight_ += client.weight;
}

double ClientTeam::MeanOf(absl::Span<const int64_t> clients,
                          absl::FunctionRef<double(int64_t k)> value) const {
  double sum = 0, weights = 0;
  for (int64_t k = 0; k < std::ssize(clients); ++k) {
    sum += weight(clients[k]) * value(k);
    weights += weight(clients[k]);
  }
  return sum / weights;
}

absl::Status ClientTeam::ForEach(
    absl::Span<const int64_t> clients,
    absl::FunctionRef<absl::Status(int64_t k, core::GradientSource* gradients)>
        work) {
  std::vector<absl::Status> status(clients.size());
  pool_->ParallelFor(std::ssize(clients), [&](int64_t k) {
    status[k] = work(k, clients_[clients[k]].gradients.get());
  });
  for (const absl::Status& s : status) FLOW_RETURN_IF_ERROR(s);
  return absl::OkStatus();
}

}  // namespace flow::federated
