#ifndef CORE_BASE_SYSTEM_ERROR_H_
#define CORE_BASE_SYSTEM_ERROR_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace flow {

/// What `errno` says of a file: "cannot open 'a/b': No such file or directory",
/// with the codes of files.h. Thread-safe.
absl::Status SystemError(absl::string_view doing, absl::string_view path);

}  // namespace flow

#endif  // CORE_BASE_SYSTEM_ERROR_H_
