#include "flowlang/lower/draw_pool_stage.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "ATen/core/Tensor.h"
#include "ATen/ops/concat.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "flowlang/lower/clients.h"
#include "flowlang/lower/ends.h"
#include "flowlang/lower/pool_files.h"
#include "flowlang/lower/stage_chunks.h"

namespace flow::lang {
namespace {

using TargetPointer = std::shared_ptr<const core::Distribution>;

// What the pool is drawn from: the target, or the clients' parts of it one
// behind the other.
class PoolLaw {
 public:
  static absl::StatusOr<PoolLaw> Create(const DrawPoolStage& work,
                                        const StageContext& context) {
    const Seed run_seed = context.plan.seed;
    FLOW_ASSIGN_OR_RETURN(const Ends ends, MakeEnds(work.ends, run_seed));
    PoolLaw law;
    law.seed_ = DeriveSeed(run_seed, "pool");
    law.parts_ = {{ends.target, work.pool.points}};
    if (work.federation) {
      FLOW_ASSIGN_OR_RETURN(const auto division,
                            DivideTarget(*work.federation, ends, run_seed));
      const auto rows = PoolRowsOfClients(division, work.pool.points);
      law.parts_.clear();
      for (int64_t i = 0; i < division.clients(); ++i) {
        law.parts_.push_back({division.laws()[i], rows[i]});
      }
    }
    law.DrawFinite();
    return law;
  }

  // The rows of file `file`, of which `first` is the first.
  at::Tensor Draw(int64_t file, int64_t first, int64_t count) const {
    if (all_md_.defined()) return all_md_.narrow(0, first, count);
    std::vector<at::Tensor> drawn;
    int64_t begin = 0;  // of the part
    for (size_t i = 0; i < parts_.size(); ++i) {
      const int64_t end = begin + parts_[i].rows;
      const int64_t rows =
          std::min(end, first + count) - std::max(begin, first);
      if (rows > 0) {
        const Seed seed = DeriveSeed(SeedOfClient(seed_, i), "part", file);
        drawn.push_back(parts_[i].target->Draw(rows, seed).x_nd);
      }
      begin = end;
    }
    return drawn.size() == 1 ? drawn[0] : at::concat(drawn);
  }

 private:
  struct Part {
    TargetPointer target;
    int64_t rows;
  };

  // A law is drawn file by file, so that the pool may be larger than memory; a
  // finite target lies there anyway.
  void DrawFinite() {
    std::vector<at::Tensor> drawn;
    for (size_t i = 0; i < parts_.size(); ++i) {
      if (!parts_[i].target->size()) return;
      drawn.push_back(
          parts_[i]
              .target->DrawDistinct(parts_[i].rows, SeedOfClient(seed_, i))
              .x_nd);
    }
    all_md_ = drawn.size() == 1 ? drawn[0] : at::concat(drawn);
  }

  std::vector<Part> parts_;
  Seed seed_ = 0;
  at::Tensor all_md_;  // of a finite target
};

}  // namespace

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
  FLOW_ASSIGN_OR_RETURN(const PoolLaw law, PoolLaw::Create(work, context));
  for (int64_t i = there; i < chunks.count(); ++i) {
    const at::Tensor x_nd = law.Draw(i, chunks.first_row(i), chunks.rows_of(i));
    FLOW_RETURN_IF_ERROR(
        WritePoolPart(chunks.path(i), {x_nd, {}}, work.pool, context.stage()));
    context.progress->OnPoints(context.stage().name, chunks.end_row(i),
                               work.pool.points);
  }
  return nlohmann::ordered_json{
      {"points", work.pool.points},
      {"wall_seconds", absl::ToDoubleSeconds(absl::Now() - start)},
      {"resumed_at_point", first}};
}

}  // namespace flow::lang
