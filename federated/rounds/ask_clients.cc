#include "federated/rounds/ask_clients.h"

#include <utility>

#include "core/base/check.h"
#include "core/base/status_macros.h"

namespace flow::federated {

absl::StatusOr<std::vector<ClientAnswer>> AskClients(
    const Roll& roll, double rate_factor, absl::Span<const ClientTask> tasks,
    Clients* clients, Present* present, Traffic* traffic) {
  FLOW_ASSIGN_OR_RETURN(ClientAnswers answers,
                        clients->Do({roll.round, rate_factor}, tasks));
  FLOW_CHECK(answers.size() == tasks.size()) << "an answer for each task";
  std::vector<ClientAnswer> there;
  std::vector<int64_t> gone;
  for (size_t k = 0; k < answers.size(); ++k) {
    if (answers[k]) {
      there.push_back(*std::move(answers[k]));
    } else {
      gone.push_back(tasks[k].client);
    }
  }
  FLOW_RETURN_IF_ERROR(StrikeOff(gone, roll, present, traffic));
  return there;
}

}  // namespace flow::federated
