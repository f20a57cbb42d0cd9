#include "flowlang/lower/draw_pool_stage.h"

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "flowlang/lower/ends.h"
#include "flowlang/lower/pool_files.h"
#include "flowlang/lower/stage_chunks.h"

namespace flow::lang {

absl::StatusOr<nlohmann::ordered_json> RunDrawPoolStage(
    const DrawPoolStage& work, const StageContext& context) {
  const absl::Time start = absl::Now();
  FLOW_ASSIGN_OR_RETURN(const StageChunks chunks,
                        PoolChunks(work.pool, context.index, context));
  const int64_t there = chunks.there();
  const int64_t first = chunks.rows_there();
  FLOW_RETURN_IF_ERROR(context.Announce(
      first > 0 ? absl::StrCat("going on from point ", first) : ""));
  for (int64_t i = 0; i < there; ++i) {
    FLOW_RETURN_IF_ERROR(MapPoolPart(chunks.path(i), context.stage()).status());
  }
  FLOW_ASSIGN_OR_RETURN(const Ends ends,
                        MakeEnds(work.ends, context.plan.seed));
  const Seed seed = DeriveSeed(context.plan.seed, "pool");
  // A law is drawn file by file, so that the pool may be larger than memory; a
  // finite target lies there anyway.
  at::Tensor all_md;
  if (ends.target->size()) {
    all_md = ends.target->DrawDistinct(work.pool.points, seed).x_nd;
  }
  for (int64_t i = there; i < chunks.count(); ++i) {
    const int64_t rows = chunks.rows_of(i);
    const at::Tensor x_nd =
        all_md.defined()
            ? all_md.narrow(0, chunks.first_row(i), rows)
            : ends.target->Draw(rows, DeriveSeed(seed, "part", i)).x_nd;
    FLOW_RETURN_IF_ERROR(
        WritePoolPart(chunks.path(i), {x_nd, {}}, work.pool, context.stage()));
  }
  return nlohmann::ordered_json{
      {"points", work.pool.points},
      {"wall_seconds", absl::ToDoubleSeconds(absl::Now() - start)},
      {"resumed_at_point", first}};
}

}  // namespace flow::lang
