#include "flowlang/lower/weights_file.h"

#include <utility>

#include "core/base/status_macros.h"
#include "core/tensor/array_tensor.h"

namespace flow::lang {

absl::Status WriteTensors(const std::string& path,
                          const std::vector<core::NamedTensor>& tensors,
                          const core::Metadata& metadata) {
  std::vector<core::NamedArray> arrays;
  for (const core::NamedTensor& t : tensors) {
    arrays.push_back({t.name, core::ToArray(t.value)});
  }
  return core::WriteSafetensors(path, arrays, metadata);
}

absl::StatusOr<TensorFile> ReadTensors(const std::string& path) {
  FLOW_ASSIGN_OR_RETURN(core::Safetensors file, core::ReadSafetensors(path));
  TensorFile read{{}, std::move(file.metadata)};
  for (const core::NamedArray& a : file.arrays) {
    read.tensors.push_back({a.name, core::ToTensor(a.array)});
  }
  return read;
}

}  // namespace flow::lang
