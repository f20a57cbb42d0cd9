#ifndef FEDERATED_ROUNDS_PARTICIPATION_H_
#define FEDERATED_ROUNDS_PARTICIPATION_H_

/// Who is asked in a round, who answers, and how long it takes on a simulated
/// clock.
///
/// Of n clients floor(fraction n) are asked, every subset of that size alike;
/// each fails with probability `dropout`, independently. Client i takes s_i for
/// a step, s_i = exp(spread z_i) with z_i standard normal and the same in all
/// rounds, so that the median client takes one. Who takes longer than the
/// deadline is late: it is not waited for, but it has sent what it sent.
///
/// A round is a function of the seed and of its number. Thread-safe.

#include <cstdint>
#include <vector>

#include "core/base/random.h"
#include "federated/rounds/federation_options.h"

namespace flow::federated {

enum class Answer { kInTime, kLate, kNone };

/// A client that is asked.
struct Asked {
  int64_t client;
  Answer answer;
};

struct Attendance {
  std::vector<Asked> asked;  // by rising number of the client
  // the time of the slowest answer; the deadline where somebody misses it
  double duration = 0;
  // the sum instead, for clients that train one after the other
  double duration_in_turn = 0;
};

/// How many clients a round asks: floor(fraction n), where a product within
/// 1e-9 below a whole number counts as that number, so that 0.29 of 100 is 29.
int64_t ClientsAsked(double fraction, int64_t clients);

class Participation {
 public:
  Participation(const ParticipationOptions& options, int64_t clients,
                Seed seed);

  /// Round `round` (0 is the first), in which a client makes `steps` steps.
  Attendance Of(int64_t round, int64_t steps) const;

 private:
  ParticipationOptions options_;
  Seed seed_;
  std::vector<double> step_time_;  // s_i
};

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_PARTICIPATION_H_
