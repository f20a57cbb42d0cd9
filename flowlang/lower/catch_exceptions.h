#ifndef FLOWLANG_LOWER_CATCH_EXCEPTIONS_H_
#define FLOWLANG_LOWER_CATCH_EXCEPTIONS_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

namespace flow::lang {

/// The border where LibTorch's exceptions, and those of the standard library,
/// become Status: calls `work` and returns what it returns; Internal with the
/// first line of what it threw, ResourceExhausted for std::bad_alloc.
absl::Status CatchExceptions(absl::FunctionRef<absl::Status()> work);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_CATCH_EXCEPTIONS_H_
