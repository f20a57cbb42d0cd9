#ifndef FLOWLANG_LOWER_WEIGHTS_FILE_H_
#define FLOWLANG_LOWER_WEIGHTS_FILE_H_

/// Named tensors in safetensors files.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/io/safetensors.h"
#include "core/nn/network.h"

namespace flow::lang {

/// Writes atomically, with a checksum. Errors: those of core/io/safetensors.h.
absl::Status WriteTensors(const std::string& path,
                          const std::vector<core::NamedTensor>& tensors,
                          const core::Metadata& metadata);

struct TensorFile {
  std::vector<core::NamedTensor> tensors;  // in the order of the file
  core::Metadata metadata;
};

/// Errors: those of core/io/safetensors.h.
absl::StatusOr<TensorFile> ReadTensors(const std::string& path);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_WEIGHTS_FILE_H_
