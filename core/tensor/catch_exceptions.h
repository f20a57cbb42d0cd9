#ifndef CORE_TENSOR_CATCH_EXCEPTIONS_H_
#define CORE_TENSOR_CATCH_EXCEPTIONS_H_

/// A border where LibTorch's exceptions, and those of the standard library,
/// become Status.

#include <exception>

#include "absl/status/status.h"

namespace flow::core {

/// ResourceExhausted for std::bad_alloc, else Internal with the first line of
/// what was thrown.
absl::Status StatusOf(const std::exception& thrown);

/// What `work` returns, a Status or a StatusOr, or the StatusOf what it threw.
template <typename Work>
auto CatchExceptions(Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::exception& thrown) {
    return StatusOf(thrown);
  }
}

}  // namespace flow::core

#endif  // CORE_TENSOR_CATCH_EXCEPTIONS_H_
