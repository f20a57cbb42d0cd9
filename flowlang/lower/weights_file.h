#ifndef FLOWLANG_LOWER_WEIGHTS_FILE_H_
#define FLOWLANG_LOWER_WEIGHTS_FILE_H_

/// Named tensors in safetensors files.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/io/safetensors.h"
#include "core/nn/network.h"
#include "core/nn/network_options.h"
#include "flowlang/lower/stage_context.h"

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

/// The same without a copy: the checksum is read once, and after that bytes
/// come from the disk when they are looked at. The file must not be written to
/// meanwhile, and is one that was written here, where arrays are aligned.
/// Errors also: those of the file system; DataLoss for an array that is not
/// aligned.
absl::StatusOr<TensorFile> MapTensors(const std::string& path);

/// The weights of the file at `path`, under the names and in the order of
/// `like`, whatever the order of the file. InvalidArgument for others.
absl::StatusOr<core::Parameters> ReadWeightsLike(const std::string& path,
                                                 const core::Parameters& like);

/// The same for a network, in the order of its parameters.
absl::StatusOr<core::Parameters> ReadWeightsOf(
    const core::NetworkOptions& network, const std::string& path);

/// What a stage keeps for itself to go on from: WriteTensors with the stage's
/// hash, and FailedPrecondition (RunDirectory::CheckMadeBy) where the hash that
/// was written is not that of `stage`.
absl::Status WriteStageTensors(const std::string& path,
                               const std::vector<core::NamedTensor>& tensors,
                               const Stage& stage);
absl::StatusOr<std::vector<core::NamedTensor>> ReadStageTensors(
    const std::string& path, const Stage& stage);
absl::StatusOr<std::vector<core::NamedTensor>> MapStageTensors(
    const std::string& path, const Stage& stage);

/// The weights that a training leaves in the folder of its stage.
inline constexpr char kWeightsFile[] = "weights.safetensors";

/// Those of the training named `trained`, which the plan has.
absl::StatusOr<core::Parameters> LoadWeights(const std::string& trained,
                                             const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_WEIGHTS_FILE_H_
