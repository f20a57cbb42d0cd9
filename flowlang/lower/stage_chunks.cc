#include "flowlang/lower/stage_chunks.h"

#include <utility>

#include "absl/strings/str_format.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"

namespace flow::lang {

int64_t RowsOfChunk(int64_t dim) {
  constexpr int64_t kMostRows = 65536;
  constexpr int64_t kNumbers = int64_t{1} << 24;
  return std::clamp<int64_t>(kNumbers / dim, 1, kMostRows);
}

StageChunks::StageChunks(std::string folder, std::string stem, int64_t rows,
                         int64_t rows_of_chunk)
    : folder_(std::move(folder)),
      stem_(std::move(stem)),
      rows_(rows),
      rows_of_chunk_(rows_of_chunk) {}

absl::StatusOr<StageChunks> StageChunks::Open(const StageContext& context,
                                              size_t index, std::string stem,
                                              int64_t rows) {
  FLOW_ASSIGN_OR_RETURN(std::string folder,
                        context.directory.StageFolder(context.plan, index));
  return StageChunks(std::move(folder), std::move(stem), rows,
                     RowsOfChunk(context.plan.dim));
}

std::string StageChunks::path(int64_t index) const {
  return JoinPath(folder_,
                  absl::StrFormat("%s-%05d.safetensors", stem_, index));
}

int64_t StageChunks::there() const {
  int64_t files = 0;
  while (files < count() && FileExists(path(files))) ++files;
  return files;
}

}  // namespace flow::lang
