#ifndef FLOWLANG_LOWER_POOL_FILES_H_
#define FLOWLANG_LOWER_POOL_FILES_H_

/// The pool of a chain in the files of the stage that made it: of at most 65536
/// points each (stage_chunks.h), points-00000.safetensors, ... with `x` float32
/// or float16 [M, D], and of a pool that was pushed `evaluations` int64 [M].

#include <cstdint>
#include <string>

#include "ATen/core/Tensor.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/tensor/row_store.h"
#include "flowlang/lower/stage_chunks.h"
#include "flowlang/lower/stage_context.h"

namespace flow::lang {

/// The files of the pool that the plan's stage `index` makes.
absl::StatusOr<StageChunks> PoolChunks(const PoolOptions& pool, size_t index,
                                       const StageContext& context);

/// Some points of a pool.
struct PoolPart {
  at::Tensor x_nd;           // [N, D], float32 or as it is kept
  at::Tensor evaluations_n;  // int64 [N]; undefined where nothing was pushed
};

/// Writes a file, rounded to what the pool is kept as. OutOfRange for a point
/// that float16 cannot hold.
absl::Status WritePoolPart(const std::string& path, const PoolPart& part,
                           const PoolOptions& pool, const Stage& stage);

/// Reads it by mapping it (MapTensors).
absl::StatusOr<PoolPart> MapPoolPart(const std::string& path,
                                     const Stage& stage);

/// The points that the stage named `made` left, in memory or, where they take
/// more than the pool may, in its files. DataLoss where there are others than
/// the plan says.
absl::StatusOr<core::RowStore> LoadPool(const std::string& made,
                                        const PoolOptions& pool,
                                        const StageContext& context);

/// Those of the PushBlockStage or the DrawPoolStage among the stage's inputs.
absl::StatusOr<core::RowStore> LoadPoolOfInput(const PoolOptions& pool,
                                               const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_POOL_FILES_H_
