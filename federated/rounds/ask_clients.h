#ifndef FEDERATED_ROUNDS_ASK_CLIENTS_H_
#define FEDERATED_ROUNDS_ASK_CLIENTS_H_

#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "federated/rounds/clients.h"
#include "federated/rounds/roll_call.h"
#include "federated/rounds/traffic.h"

namespace flow::federated {

/// What those who are there have answered, in their order.
struct PresentAnswers {
  std::vector<ClientAnswer> answers;
  at::Tensor mean_p;  // where it is asked for; MeanAnswers
};

enum class Sought { kEachValue, kMeanAlone };

/// Gives `tasks`, one for each of present->clients and in their order, to the
/// clients, and returns what they answer. Those who have gone are struck off
/// `present` and counted in `traffic` as if they had dropped out. Errors: those
/// of Clients::Do, and FailedPrecondition when fewer than roll.least are left.
absl::StatusOr<PresentAnswers> AskClients(const Roll& roll, double rate_factor,
                                          absl::Span<const ClientTask> tasks,
                                          Sought sought, Clients* clients,
                                          Present* present, Traffic* traffic);

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_ASK_CLIENTS_H_
