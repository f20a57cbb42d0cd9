#ifndef FLOWLANG_LOWER_STAGE_CHUNKS_H_
#define FLOWLANG_LOWER_STAGE_CHUNKS_H_

/// The rows that a stage leaves, in files one after the other: STEM-00000,
/// STEM-00001, ... of which each but the last is full. A file is written whole,
/// so that a run that was killed goes on after the last one.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "flowlang/lower/stage_context.h"

namespace flow::lang {

/// What a killed run loses, and after how many it tells of its progress, in
/// points of `dim` numbers: as many as 64 MiB of float32 hold, at most 65536
/// and at least one.
int64_t RowsOfChunk(int64_t dim);

class StageChunks {
 public:
  /// Of `rows` points of the plan's dimension in the folder of its stage
  /// `index`. Errors: those of making the folder.
  static absl::StatusOr<StageChunks> Open(const StageContext& context,
                                          size_t index, std::string stem,
                                          int64_t rows);

  int64_t count() const {
    return (rows_ + rows_of_chunk_ - 1) / rows_of_chunk_;
  }
  int64_t first_row(int64_t index) const { return index * rows_of_chunk_; }
  int64_t end_row(int64_t index) const {
    return std::min(first_row(index + 1), rows_);
  }
  int64_t rows_of(int64_t index) const {
    return end_row(index) - first_row(index);
  }
  std::string path(int64_t index) const;

  /// How many files are there, up to the first that is not, and their rows.
  int64_t there() const;
  int64_t rows_there() const { return std::min(first_row(there()), rows_); }

 private:
  StageChunks(std::string folder, std::string stem, int64_t rows,
              int64_t rows_of_chunk);

  std::string folder_, stem_;
  int64_t rows_, rows_of_chunk_;
};

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_STAGE_CHUNKS_H_
