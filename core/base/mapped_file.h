#ifndef CORE_BASE_MAPPED_FILE_H_
#define CORE_BASE_MAPPED_FILE_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace flow {

/// A file as memory: the system reads in what is looked at and may forget it
/// again, so that a file may be larger than memory. The file must neither
/// shrink nor change while it is mapped. Immutable and thread-safe.
class MappedFile {
 public:
  /// Errors as in files.h; FailedPrecondition also for a pipe or a device. An
  /// empty file has no bytes.
  static absl::StatusOr<std::shared_ptr<const MappedFile>> Open(
      const std::string& path);

  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  absl::string_view bytes() const { return {data_, size_}; }

 private:
  MappedFile(const char* data, size_t size) : data_(data), size_(size) {}

  const char* data_;
  size_t size_;
};

}  // namespace flow

#endif  // CORE_BASE_MAPPED_FILE_H_
