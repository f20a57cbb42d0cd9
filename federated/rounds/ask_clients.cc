#include "federated/rounds/ask_clients.h"

#include <utility>

#include "core/base/check.h"
#include "core/base/status_macros.h"

namespace flow::federated {
namespace {

absl::StatusOr<MeanAnswers> Ask(const RoundTask& round,
                                absl::Span<const ClientTask> tasks,
                                Sought sought, Clients* clients) {
  if (sought == Sought::kMeanAlone) return clients->DoForMean(round, tasks);
  FLOW_ASSIGN_OR_RETURN(ClientAnswers answers, clients->Do(round, tasks));
  return MeanAnswers{.answers = std::move(answers)};
}

}  // namespace

absl::StatusOr<PresentAnswers> AskClients(const Roll& roll, double rate_factor,
                                          absl::Span<const ClientTask> tasks,
                                          Sought sought, Clients* clients,
                                          Present* present, Traffic* traffic) {
  FLOW_ASSIGN_OR_RETURN(MeanAnswers told,
                        Ask({roll.round, rate_factor}, tasks, sought, clients));
  FLOW_CHECK(told.answers.size() == tasks.size()) << "an answer for each task";
  PresentAnswers there = {.mean_p = std::move(told.mean_p)};
  std::vector<int64_t> gone;
  for (size_t k = 0; k < tasks.size(); ++k) {
    if (told.answers[k]) {
      there.answers.push_back(*std::move(told.answers[k]));
    } else {
      gone.push_back(tasks[k].client);
    }
  }
  FLOW_RETURN_IF_ERROR(StrikeOff(gone, roll, present, traffic));
  return there;
}

}  // namespace flow::federated
