#ifndef CORE_PROCESSES_C10D_STATUS_H_
#define CORE_PROCESSES_C10D_STATUS_H_

#include <chrono>
#include <exception>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/processes/sigpipe_blocked.h"
#include "core/tensor/catch_exceptions.h"

/// The border to c10d, which throws: what every place that calls it needs.

namespace flow::core {

/// The first line of what an exception says, without LibTorch's stack and the
/// file of LibTorch's that Gloo puts in front.
inline std::string SentenceOf(const std::exception& thrown) {
  const absl::Status status = StatusOf(thrown);
  absl::string_view line = status.message();
  if (const size_t end = line.find("] ");
      absl::StartsWith(line, "[/") && end != line.npos) {
    line.remove_prefix(end + 2);
  }
  return std::string(line);
}

/// DeadlineExceeded when it says that time ran out, else Unavailable. There is
/// no type for it: Gloo's and the store's own words decide.
inline absl::Status StatusOfC10d(const std::exception& thrown) {
  const std::string sentence = SentenceOf(thrown);
  for (const absl::string_view late :
       {"Timed out waiting", "timed out after", "wait timeout after"}) {
    if (absl::StrContains(sentence, late)) {
      return absl::DeadlineExceededError(sentence);
    }
  }
  return absl::UnavailableError(sentence);
}

/// `call()`, with what it throws as a Status, and without the SIGPIPE that Gloo
/// would get here and in the threads that it starts.
template <typename Call>
absl::Status CatchingC10d(Call call) {
  const SigpipeBlocked blocked;
  try {
    call();
    return absl::OkStatus();
  } catch (const std::exception& thrown) {
    return StatusOfC10d(thrown);
  }
}

/// A timeout as c10d takes it: whole, at least one (zero means its default) and
/// at most eleven days, so that sums with the time of day do not overflow.
inline std::chrono::milliseconds C10dTimeout(absl::Duration timeout) {
  constexpr absl::Duration kMost = absl::Milliseconds(1000000000);
  if (timeout < absl::Milliseconds(1)) return std::chrono::milliseconds(1);
  return absl::ToChronoMilliseconds(timeout < kMost ? timeout : kMost);
}

}  // namespace flow::core

#endif  // CORE_PROCESSES_C10D_STATUS_H_
