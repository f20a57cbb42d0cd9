#include "flowlang/lower/pool_files.h"

#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "flowlang/lower/weights_file.h"

namespace flow::lang {

absl::StatusOr<StageChunks> PoolChunks(const PoolOptions& pool, size_t index,
                                       const StageContext& context) {
  return StageChunks::Open(context, index, "points", pool.points);
}

absl::Status WritePoolPart(const std::string& path, const PoolPart& part,
                           const PoolOptions& pool, const Stage& stage) {
  at::Tensor x_nd = part.x_nd;
  if (pool.half) {
    x_nd = x_nd.to(at::kHalf);
    if (x_nd.isinf().any().item<bool>()) {
      return absl::OutOfRangeError(
          "a point lies beyond 65504, which is as far as pool_precision: "
          "FLOAT16 reaches");
    }
  }
  std::vector<core::NamedTensor> tensors = {{"x", std::move(x_nd)}};
  if (part.evaluations_n.defined()) {
    tensors.push_back({"evaluations", part.evaluations_n});
  }
  return WriteStageTensors(path, tensors, stage);
}

absl::StatusOr<PoolPart> MapPoolPart(const std::string& path,
                                     const Stage& stage) {
  FLOW_ASSIGN_OR_RETURN(const auto tensors, MapStageTensors(path, stage));
  PoolPart part;
  for (const core::NamedTensor& tensor : tensors) {
    if (tensor.name == "x") part.x_nd = tensor.value;
    if (tensor.name == "evaluations") part.evaluations_n = tensor.value;
  }
  if (part.x_nd.defined() && part.x_nd.dim() == 2) return part;
  return absl::DataLossError(absl::StrCat("'", path, "' has no points"));
}

absl::StatusOr<core::RowStore> LoadPool(const std::string& made,
                                        const PoolOptions& pool,
                                        const StageContext& context) {
  const size_t index = context.IndexOf(made);
  FLOW_ASSIGN_OR_RETURN(const StageChunks chunks,
                        PoolChunks(pool, index, context));
  std::vector<at::Tensor> parts;
  int64_t rows = 0;
  double bytes = 0;
  for (int64_t i = 0; i < chunks.count(); ++i) {
    FLOW_ASSIGN_OR_RETURN(
        PoolPart part, MapPoolPart(chunks.path(i), context.plan.stages[index]));
    rows += part.x_nd.size(0);
    bytes += static_cast<double>(part.x_nd.nbytes());
    parts.push_back(std::move(part.x_nd));
  }
  if (rows != pool.points) {
    return absl::DataLossError(absl::StrCat("the stage '", made, "' left ",
                                            rows, " points; the plan says ",
                                            pool.points));
  }
  if (bytes <= 1e6 * static_cast<double>(pool.memory_mb)) {
    for (at::Tensor& part : parts) part = part.clone();
  }
  return core::RowStore(std::move(parts));
}

absl::StatusOr<core::RowStore> LoadPoolOfInput(const PoolOptions& pool,
                                               const StageContext& context) {
  const std::string* made = context.FindInput<PushBlockStage>();
  if (made == nullptr) made = context.FindInput<DrawPoolStage>();
  FLOW_CHECK(made != nullptr) << "a plan without its pool";
  return LoadPool(*made, pool, context);
}

}  // namespace flow::lang
