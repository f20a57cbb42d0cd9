#include "flowlang/lower/push_block_stage.h"

#include <cstdint>

#include "ATen/TensorOperators.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/status_macros.h"
#include "core/ode/transport.h"
#include "core/tensor/row_store.h"
#include "flowlang/lower/flow_model.h"
#include "flowlang/lower/measure_sizes_stage.h"
#include "flowlang/lower/pool_files.h"
#include "flowlang/lower/stage_chunks.h"
#include "local_flow/pool_drift.h"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

// Of the pool as it was read and as it was written, by runs before this one
// too.
absl::StatusOr<Json> DriftOf(const core::RowStore& before,
                             const StageChunks& after,
                             const local_flow::Diffusion& diffusion,
                             const Stage& stage) {
  local_flow::PoolDrift drift(before.width());
  double evaluations = 0;
  for (int64_t i = 0; i < after.count(); ++i) {
    FLOW_ASSIGN_OR_RETURN(const PoolPart part,
                          MapPoolPart(after.path(i), stage));
    if (part.x_nd.size(0) != after.rows_of(i) ||
        !part.evaluations_n.defined()) {
      return absl::DataLossError(
          absl::StrCat("'", after.path(i), "' has not the points of the pool"));
    }
    drift.Add(before.Slice(after.first_row(i), after.rows_of(i)),
              part.x_nd.to(at::kFloat));
    evaluations += part.evaluations_n.sum().item<double>();
  }
  const local_flow::Drift found = drift.From(diffusion);
  return Json{{"displacement", found.displacement},
              {"mean_error", found.mean_error},
              {"covariance_error", found.covariance_error},
              {"nfe", evaluations / static_cast<double>(before.rows())}};
}

}  // namespace

absl::StatusOr<Json> RunPushBlockStage(const PushBlockStage& work,
                                       const StageContext& context) {
  const absl::Time start = absl::Now();
  const Stage& stage = context.stage();
  const PoolOptions& options = work.block.pool;
  FLOW_ASSIGN_OR_RETURN(const local_flow::BlockOptions block,
                        OptionsOfBlock(work.block, context));
  FLOW_ASSIGN_OR_RETURN(const StageChunks chunks,
                        PoolChunks(options, context.index, context));
  const int64_t there = chunks.there();
  const int64_t first = chunks.rows_there();
  FLOW_RETURN_IF_ERROR(context.Announce(
      first > 0 ? absl::StrCat("going on from point ", first) : ""));
  FLOW_ASSIGN_OR_RETURN(const core::RowStore pool,
                        LoadPoolOfInput(options, context));
  const SampleStage flow{
      .path = work.path, .network = work.network, .sampler = work.sampler};
  FLOW_ASSIGN_OR_RETURN(const auto transport,
                        LoadTransport(flow, {stage.inputs.back()}, context));
  for (int64_t i = there; i < chunks.count(); ++i) {
    FLOW_ASSIGN_OR_RETURN(
        const core::Transported moved,
        transport->Push(pool.Slice(chunks.first_row(i), chunks.rows_of(i)),
                        {core::Direction::kBackward, {}}));
    FLOW_RETURN_IF_ERROR(WritePoolPart(
        chunks.path(i), {moved.x_nd, moved.evaluations_n}, options, stage));
    context.progress->OnPoints(stage.name, chunks.end_row(i), options.points);
  }
  FLOW_ASSIGN_OR_RETURN(Json drift,
                        DriftOf(pool, chunks, block.diffusion, stage));
  return Json{{"points", options.points},
              {"wall_seconds", absl::ToDoubleSeconds(absl::Now() - start)},
              {"drift", std::move(drift)},
              {"resumed_at_point", first}};
}

}  // namespace flow::lang
