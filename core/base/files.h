#ifndef CORE_BASE_FILES_H_
#define CORE_BASE_FILES_H_

/// Whole files in, whole files out, with the path in every error.
///
/// Writing is atomic: a temporary file beside the target is written, synced and
/// renamed, so that a reader, a full disk or a kill sees the old content or the
/// new, never a half. Errors: NotFound (no such file), PermissionDenied,
/// ResourceExhausted (disk full), FailedPrecondition (a folder where a file is
/// meant, or the reverse), Unavailable otherwise. Thread-safe for distinct
/// paths.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace flow {

/// The whole file, which may be a pipe; a device, which may never end, is
/// refused (FailedPrecondition).
absl::StatusOr<std::string> ReadFile(const std::string& path);

absl::Status WriteFileAtomically(const std::string& path,
                                 absl::string_view content);

/// Adds to the end of a file, creating it when absent. Not atomic: for logs.
absl::Status AppendToFile(const std::string& path, absl::string_view content);

/// Creates the folder and its parents; fine if it exists.
absl::Status MakeDirectories(const std::string& path);

/// The bytes of a file.
absl::StatusOr<int64_t> FileSize(const std::string& path);

bool FileExists(const std::string& path);

/// The names in a folder, sorted; NotFound when there is no such folder.
absl::StatusOr<std::vector<std::string>> ListDirectory(const std::string& path);

/// "a/b" + "c" = "a/b/c"; an absolute `name` replaces the folder.
std::string JoinPath(absl::string_view folder, absl::string_view name);

/// "a/b/c" -> "a/b"; "c" -> "".
std::string DirectoryOf(absl::string_view path);

}  // namespace flow

#endif  // CORE_BASE_FILES_H_
