#include "flowlang/lower/push_block_stage.h"

#include <cstdint>
#include <memory>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/cat.h"
#include "ATen/ops/cov.h"
#include "ATen/ops/eye.h"
#include "ATen/ops/linalg_vector_norm.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/status_macros.h"
#include "core/ode/transport.h"
#include "flowlang/lower/first_pool.h"
#include "flowlang/lower/flow_model.h"
#include "flowlang/lower/measure_sizes_stage.h"
#include "flowlang/lower/stage_chunks.h"
#include "flowlang/lower/weights_file.h"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

struct Pushed {
  at::Tensor x_md, evaluations_m;
};

absl::StatusOr<Pushed> Read(const std::string& path, const Stage& stage) {
  FLOW_ASSIGN_OR_RETURN(const auto tensors, ReadStageTensors(path, stage));
  Pushed pushed;
  for (const core::NamedTensor& tensor : tensors) {
    if (tensor.name == "x") pushed.x_md = tensor.value;
    if (tensor.name == "evaluations") pushed.evaluations_m = tensor.value;
  }
  if (!pushed.x_md.defined() || !pushed.evaluations_m.defined()) {
    return absl::DataLossError(absl::StrCat("'", path, "' has no points"));
  }
  return pushed;
}

constexpr char kStem[] = "points";

absl::StatusOr<Pushed> ReadAll(const StageChunks& chunks, const Stage& stage,
                               int64_t points) {
  std::vector<at::Tensor> x, evaluations;
  for (int64_t i = 0; i < chunks.count(); ++i) {
    FLOW_ASSIGN_OR_RETURN(Pushed part, Read(chunks.path(i), stage));
    x.push_back(std::move(part.x_md));
    evaluations.push_back(std::move(part.evaluations_m));
  }
  Pushed all = {at::cat(x), at::cat(evaluations)};
  if (all.x_md.size(0) == points) return all;
  return absl::DataLossError(absl::StrCat("the stage '", stage.name, "' left ",
                                          all.x_md.size(0),
                                          " points; the plan says ", points));
}

double Norm(const at::Tensor& x) {
  return at::linalg_vector_norm(x).item<double>();
}

Json DriftOf(const at::Tensor& before_md, const Pushed& after,
             const local_flow::Diffusion& diffusion) {
  const at::Tensor from = before_md.to(at::kDouble);
  const at::Tensor to = after.x_md.to(at::kDouble);
  const double variance = diffusion.noise * diffusion.noise;
  const at::Tensor covariance_dd =
      diffusion.keep * diffusion.keep * at::cov(from.t()) +
      variance * at::eye(from.size(1), at::kDouble);
  return {{"displacement",
           (to - from).square().sum(1).sqrt().mean().item<double>()},
          {"mean_error", Norm(to.mean(0) - diffusion.keep * from.mean(0))},
          {"covariance_error", Norm(at::cov(to.t()) - covariance_dd)},
          {"nfe", after.evaluations_m.mean(at::kDouble).item<double>()}};
}

}  // namespace

absl::StatusOr<at::Tensor> LoadPool(const std::string& pushed, int64_t points,
                                    const StageContext& context) {
  const size_t index = context.IndexOf(pushed);
  FLOW_ASSIGN_OR_RETURN(const StageChunks chunks,
                        StageChunks::Open(context, index, kStem, points));
  FLOW_ASSIGN_OR_RETURN(Pushed all,
                        ReadAll(chunks, context.plan.stages[index], points));
  return std::move(all.x_md);
}

absl::StatusOr<at::Tensor> PoolOfBlock(const ChainBlock& block,
                                       const EndsOptions& ends,
                                       const StageContext& context) {
  const std::string* pushed = context.FindInput<PushBlockStage>();
  return pushed != nullptr ? LoadPool(*pushed, block.pool, context)
                           : FirstPool(ends, block.pool, context);
}

absl::StatusOr<Json> RunPushBlockStage(const PushBlockStage& work,
                                       const StageContext& context) {
  const absl::Time start = absl::Now();
  const Stage& stage = context.stage();
  const int64_t points = work.block.pool;
  FLOW_ASSIGN_OR_RETURN(const local_flow::BlockOptions block,
                        OptionsOfBlock(work.block, context));
  FLOW_ASSIGN_OR_RETURN(
      const StageChunks chunks,
      StageChunks::Open(context, context.index, kStem, points));
  const int64_t there = chunks.there();
  const int64_t first = chunks.rows_there();
  FLOW_RETURN_IF_ERROR(context.Announce(
      first > 0 ? absl::StrCat("going on from point ", first) : ""));
  FLOW_ASSIGN_OR_RETURN(const at::Tensor pool_md,
                        PoolOfBlock(work.block, work.ends, context));
  const SampleStage flow{
      .path = work.path, .network = work.network, .sampler = work.sampler};
  FLOW_ASSIGN_OR_RETURN(const auto transport,
                        LoadTransport(flow, {stage.inputs.back()}, context));
  for (int64_t i = there; i < chunks.count(); ++i) {
    FLOW_ASSIGN_OR_RETURN(const core::Transported moved,
                          transport->Push(pool_md.narrow(0, chunks.first_row(i),
                                                         chunks.rows_of(i)),
                                          {core::Direction::kBackward, {}}));
    FLOW_RETURN_IF_ERROR(WriteStageTensors(
        chunks.path(i),
        {{"x", moved.x_nd}, {"evaluations", moved.evaluations_n}}, stage));
  }
  FLOW_ASSIGN_OR_RETURN(const Pushed pushed, ReadAll(chunks, stage, points));
  return Json{{"points", points},
              {"wall_seconds", absl::ToDoubleSeconds(absl::Now() - start)},
              {"drift", DriftOf(pool_md, pushed, block.diffusion)},
              {"resumed_at_point", first}};
}

}  // namespace flow::lang
