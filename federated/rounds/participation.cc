#include "federated/rounds/participation.h"

#include <algorithm>
#include <cmath>

#include "federated/partition/shuffle.h"

namespace flow::federated {

int64_t ClientsAsked(double fraction, int64_t clients) {
  return static_cast<int64_t>(std::floor(fraction * clients + 1e-9));
}

Participation::Participation(const ParticipationOptions& options,
                             int64_t clients, Seed seed)
    : options_(options), seed_(seed), step_time_(clients, 1.0) {
  for (int64_t i = 0; i < clients; ++i) {
    RowRandom random(DeriveSeed(seed, "speed"), i);
    step_time_[i] = std::exp(options.speed_spread * random.Normal());
  }
}

Attendance Participation::Of(int64_t round, int64_t steps) const {
  const int64_t clients = std::ssize(step_time_);
  std::vector<int64_t> order =
      ShuffledRange(clients, DeriveSeed(seed_, "asked", round));
  order.resize(ClientsAsked(options_.fraction, clients));
  std::sort(order.begin(), order.end());
  Attendance attendance;
  for (const int64_t client : order) {
    RowRandom random(DeriveSeed(seed_, "dropout", round), client);
    const double time = steps * step_time_[client];
    Answer answer = Answer::kInTime;
    if (random.Uniform() < options_.dropout) {
      answer = Answer::kNone;
    } else if (options_.deadline && time > *options_.deadline) {
      answer = Answer::kLate;
    }
    attendance.asked.push_back({client, answer});
    const bool in_time = answer == Answer::kInTime;
    // without a deadline a client that fails is known to have failed
    const double waited = in_time ? time : options_.deadline.value_or(0.0);
    attendance.duration = std::max(attendance.duration, waited);
    attendance.duration_in_turn += waited;
  }
  return attendance;
}

}  // namespace flow::federated
