#ifndef FLOWLANG_LOWER_PUSH_BLOCK_STAGE_H_
#define FLOWLANG_LOWER_PUSH_BLOCK_STAGE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "flowlang/lower/stage_context.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

// Shapes: M points of the pool, D dimensions.

/// Pushes the pool of a block from its clean end to its noisy one, and keeps
/// where the points ended: in files of 65536, points-00000.safetensors, ... in
/// the stage's folder, with `x` float32 [M, D] and `evaluations` int64 [M]. A
/// run that was killed goes on after the last whole file.
///
/// The record says under `drift` how the pool moved, and how far it is from
/// what the diffusion would have made of it, whose mean is keep m and whose
/// covariance keep^2 C + noise^2 I: `displacement` (the mean |x0 - x1|),
/// `mean_error` (Euclidean), `covariance_error` (Frobenius) and `nfe`.
absl::StatusOr<nlohmann::ordered_json> RunPushBlockStage(
    const PushBlockStage& work, const StageContext& context);

/// `points` of the pool that the stage named `pushed`, a PushBlockStage, left,
/// float32 [M, D]. DataLoss where there are others than that many.
absl::StatusOr<at::Tensor> LoadPool(const std::string& pushed, int64_t points,
                                    const StageContext& context);

/// The pool of a block of the stage: what the PushBlockStage among its inputs
/// left, else the first pool.
absl::StatusOr<at::Tensor> PoolOfBlock(const ChainBlock& block,
                                       const EndsOptions& ends,
                                       const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_PUSH_BLOCK_STAGE_H_
