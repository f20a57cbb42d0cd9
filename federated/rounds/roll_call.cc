#include "federated/rounds/roll_call.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace flow::federated {

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
  if (answered < roll.least) {
    return absl::FailedPreconditionError(absl::StrCat(
        answered, " of ", asked, " clients answered in time in round ",
        roll.round + 1, ", and ", roll.least,
        " must; ask more of them, or let fewer fail "
        "(federation.participation)"));
  }
  present.asked = std::move(attendance.asked);
  return present;
}

}  // namespace flow::federated
