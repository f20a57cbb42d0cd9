#ifndef CORE_PROCESSES_TIME_LEFT_H_
#define CORE_PROCESSES_TIME_LEFT_H_

#include <chrono>

#include "absl/time/time.h"

namespace flow::core {

/// What is left of a timeout that began when this was made; a timeout may be
/// infinite. By the clock that nobody sets.
class TimeLeft {
 public:
  explicit TimeLeft(absl::Duration timeout)
      : timeout_(timeout), begin_(std::chrono::steady_clock::now()) {}

  /// Not below zero.
  absl::Duration Get() const {
    const absl::Duration left =
        timeout_ - absl::FromChrono(std::chrono::steady_clock::now() - begin_);
    return left > absl::ZeroDuration() ? left : absl::ZeroDuration();
  }

 private:
  absl::Duration timeout_;
  std::chrono::steady_clock::time_point begin_;
};

}  // namespace flow::core

#endif  // CORE_PROCESSES_TIME_LEFT_H_
