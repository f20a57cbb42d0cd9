#ifndef FEDERATED_ROUNDS_ROLL_CALL_H_
#define FEDERATED_ROUNDS_ROLL_CALL_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "federated/rounds/participation.h"
#include "federated/rounds/traffic.h"

namespace flow::federated {

/// A round, and what it needs.
struct Roll {
  int64_t round = 0;     // 0 is the first
  int64_t steps = 1;     // of a client
  int64_t least = 1;     // so many must answer in time
  bool in_turn = false;  // whether a client begins when the one before is done
};

/// Who is there in a round.
struct Present {
  std::vector<Asked> asked;
  std::vector<int64_t> clients;  // that answer in time, by rising number
  int64_t senders = 0;           // that answer at all
};

/// Asks the clients of a round and counts in `traffic` the round, who answered
/// and the time that it took; no bytes. FailedPrecondition when fewer than
/// `least` answer in time: the message names the round.
absl::StatusOr<Present> CallRoll(const Participation& participation,
                                 const Roll& roll, Traffic* traffic);

/// Takes those who have gone in the middle of the round off those who are there
/// and counts them as dropped out; the errors of CallRoll. `gone` is by rising
/// number.
absl::Status StrikeOff(absl::Span<const int64_t> gone, const Roll& roll,
                       Present* present, Traffic* traffic);

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_ROLL_CALL_H_
