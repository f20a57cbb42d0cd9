#include "flowlang/lower/weights_file.h"

#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/from_file.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "core/nn/make_network.h"
#include "core/tensor/array_tensor.h"
#include "core/train/update_rule.h"

namespace flow::lang {
namespace {

constexpr char kStageHash[] = "stage_hash";

absl::StatusOr<std::vector<core::NamedTensor>> MadeBy(const Stage& stage,
                                                      TensorFile file,
                                                      const std::string& path) {
  const auto hash = file.metadata.find(kStageHash);
  FLOW_RETURN_IF_ERROR(RunDirectory::CheckMadeBy(
      stage, hash == file.metadata.end() ? "" : hash->second, path));
  return std::move(file.tensors);
}

}  // namespace

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

absl::StatusOr<TensorFile> MapTensors(const std::string& path) {
  FLOW_ASSIGN_OR_RETURN(const int64_t size, FileSize(path));
  // an empty file cannot be mapped; a copy of it is as corrupt
  if (size == 0) return ReadTensors(path);
  const at::Tensor bytes =
      at::from_file(path, /*shared=*/false, size, at::kByte);
  const auto* first = static_cast<const char*>(bytes.const_data_ptr());
  FLOW_ASSIGN_OR_RETURN(
      core::SafetensorsView file,
      core::ViewSafetensors(absl::string_view(first, size), path));
  TensorFile mapped{{}, std::move(file.metadata)};
  for (const core::ArrayView& a : file.arrays) {
    if ((a.bytes.data() - first) % core::ItemSize(a.dtype) != 0) {
      return absl::DataLossError(
          absl::StrCat(path, ": the array '", a.name, "' is not aligned"));
    }
    mapped.tensors.push_back(
        {a.name, bytes.narrow(0, a.bytes.data() - first, std::ssize(a.bytes))
                     .view(core::ScalarTypeOf(a.dtype))
                     .view(a.shape)});
  }
  return mapped;
}

absl::StatusOr<core::Parameters> ReadWeightsLike(const std::string& path,
                                                 const core::Parameters& like) {
  FLOW_ASSIGN_OR_RETURN(const TensorFile file, ReadTensors(path));
  core::Parameters weights = core::CloneParameters(like);
  const absl::Status read = core::RestoreTensors(file.tensors, weights);
  if (read.ok()) return weights;
  return absl::InvalidArgumentError(absl::StrCat(
      "'", path, "' has weights of another network: ", read.message()));
}

absl::StatusOr<core::Parameters> ReadWeightsOf(
    const core::NetworkOptions& network, const std::string& path) {
  return ReadWeightsLike(path, core::MakeNetwork(network)->Initialize(0));
}

absl::Status WriteStageTensors(const std::string& path,
                               const std::vector<core::NamedTensor>& tensors,
                               const Stage& stage) {
  return WriteTensors(path, tensors, {{kStageHash, stage.hash}});
}

absl::StatusOr<std::vector<core::NamedTensor>> ReadStageTensors(
    const std::string& path, const Stage& stage) {
  FLOW_ASSIGN_OR_RETURN(TensorFile file, ReadTensors(path));
  return MadeBy(stage, std::move(file), path);
}

absl::StatusOr<std::vector<core::NamedTensor>> MapStageTensors(
    const std::string& path, const Stage& stage) {
  FLOW_ASSIGN_OR_RETURN(TensorFile file, MapTensors(path));
  return MadeBy(stage, std::move(file), path);
}

absl::StatusOr<core::Parameters> LoadWeights(const std::string& trained,
                                             const StageContext& context) {
  FLOW_ASSIGN_OR_RETURN(const std::string folder, context.FolderOf(trained));
  FLOW_ASSIGN_OR_RETURN(TensorFile file,
                        ReadTensors(JoinPath(folder, kWeightsFile)));
  return std::move(file.tensors);
}

}  // namespace flow::lang
