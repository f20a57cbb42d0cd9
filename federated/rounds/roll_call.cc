#include "federated/rounds/roll_call.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace flow::federated {
namespace {

absl::Status Enough(const Present& present, const Roll& roll) {
  if (std::ssize(present.clients) >= roll.least) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(present.clients.size(), " of ", present.asked.size(),
                   " clients answered in time in round ", roll.round + 1,
                   ", and ", roll.least,
                   " must; ask more of them, or let fewer fail "
                   "(federation.participation)"));
}

}  // namespace

absl::StatusOr<Present> CallRoll(const Participation& participation,
                                 const Roll& roll, Traffic* traffic) {
  Attendance attendance = participation.Of(roll.round, roll.steps);
  Present present;
  for (const Asked& asked : attendance.asked) {
    if (asked.answer == Answer::kNone) continue;
    ++present.senders;
    if (asked.answer == Answer::kInTime) {
      present.clients.push_back(asked.client);
    }
  }
  const int64_t asked = std::ssize(attendance.asked);
  const int64_t answered = std::ssize(present.clients);
  ++traffic->rounds;
  traffic->asked += asked;
  traffic->answered += answered;
  traffic->late += present.senders - answered;
  traffic->dropped += asked - present.senders;
  traffic->simulated_time +=
      roll.in_turn ? attendance.duration_in_turn : attendance.duration;
  present.asked = std::move(attendance.asked);
  FLOW_RETURN_IF_ERROR(Enough(present, roll));
  return present;
}

absl::Status StrikeOff(absl::Span<const int64_t> gone, const Roll& roll,
                       Present* present, Traffic* traffic) {
  const auto has_gone = [&](int64_t client) {
    return std::binary_search(gone.begin(), gone.end(), client);
  };
  for (Asked& asked : present->asked) {
    if (has_gone(asked.client)) asked.answer = Answer::kNone;
  }
  std::erase_if(present->clients, has_gone);
  present->senders -= std::ssize(gone);
  traffic->answered -= std::ssize(gone);
  traffic->dropped += std::ssize(gone);
  return Enough(*present, roll);
}

}  // namespace flow::federated
