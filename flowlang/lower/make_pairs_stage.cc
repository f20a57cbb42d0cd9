#include "flowlang/lower/make_pairs_stage.h"

#include <cstdint>
#include <utility>
#include <variant>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/status_macros.h"
#include "core/ode/transport.h"
#include "flowlang/lower/ends.h"
#include "flowlang/lower/flow_model.h"
#include "flowlang/lower/stage_chunks.h"
#include "flowlang/lower/weights_file.h"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

struct Part {
  at::Tensor x0_nd, x1_nd, path_energy_n, evaluations_n;
};

absl::Status Write(const std::string& path, const Part& part,
                   const Stage& stage) {
  return WriteStageTensors(path,
                           {{"x0", part.x0_nd},
                            {"x1", part.x1_nd},
                            {"path_energy", part.path_energy_n},
                            {"evaluations", part.evaluations_n}},
                           stage);
}

absl::StatusOr<Part> Read(const std::string& path, const Stage& stage) {
  FLOW_ASSIGN_OR_RETURN(const auto tensors, ReadStageTensors(path, stage));
  Part part;
  for (const core::NamedTensor& tensor : tensors) {
    if (tensor.name == "x0") part.x0_nd = tensor.value;
    if (tensor.name == "x1") part.x1_nd = tensor.value;
    if (tensor.name == "path_energy") part.path_energy_n = tensor.value;
    if (tensor.name == "evaluations") part.evaluations_n = tensor.value;
  }
  if (!part.x0_nd.defined() || !part.x1_nd.defined() ||
      !part.path_energy_n.defined() || !part.evaluations_n.defined() ||
      part.x0_nd.sizes() != part.x1_nd.sizes()) {
    return absl::DataLossError(
        absl::StrCat("'", path, "' has no pairs of a start and an end"));
  }
  return part;
}

// Makes the pairs of one file after the other.
class Maker {
 public:
  static absl::StatusOr<Maker> Create(const MakePairsStage& work,
                                      const StageContext& context) {
    Maker maker(work, context);
    const SampleStage flow{.path = work.path,
                           .network = work.network,
                           .sampler = work.sampler,
                           .prediction = work.prediction};
    FLOW_ASSIGN_OR_RETURN(
        maker.transport_,
        LoadTransport(flow, {context.stage().inputs[0]}, context));
    FLOW_ASSIGN_OR_RETURN(maker.source_,
                          MakeSource(work.source, context.plan.seed));
    return maker;
  }

  // The chunk of `rows` pairs that is the index'th.
  absl::StatusOr<Part> Make(int64_t index, int64_t rows) const {
    const Seed seed =
        DeriveSeed(context_.plan.seed, context_.stage().name, "source", index);
    const at::Tensor x0_nd = source_->Draw(rows, seed).x_nd;
    FLOW_ASSIGN_OR_RETURN(
        core::Transported moved,
        transport_->Push(x0_nd, {core::Direction::kForward, {}}));
    return Part{x0_nd, moved.x_nd, moved.path_energy_n, moved.evaluations_n};
  }

 private:
  Maker(const MakePairsStage& work, const StageContext& context)
      : work_(work), context_(context) {}

  const MakePairsStage& work_;
  const StageContext& context_;
  std::unique_ptr<core::Transport> transport_;
  std::shared_ptr<const core::Distribution> source_;
};

// What the pairs tell of the flow that made them.
class Summary {
 public:
  void Add(const Part& part) {
    pairs_ += part.x0_nd.size(0);
    dim_ = part.x0_nd.size(1);
    cost_ += (part.x1_nd.to(at::kDouble) - part.x0_nd.to(at::kDouble))
                 .square()
                 .sum()
                 .item<double>();
    energy_ += part.path_energy_n.sum().item<double>();
    evaluations_ += part.evaluations_n.sum().item<int64_t>();
  }

  Json ToJson() const {
    const double n = static_cast<double>(pairs_);
    return {{"cost", cost_ / n},
            {"path_energy", energy_ / n},
            {"straightness", (energy_ - cost_) / n / dim_},
            {"nfe", evaluations_ / n}};
  }

 private:
  int64_t pairs_ = 0, dim_ = 1, evaluations_ = 0;
  double cost_ = 0, energy_ = 0;
};

constexpr char kStem[] = "pairs";

}  // namespace

absl::StatusOr<Json> RunMakePairsStage(const MakePairsStage& work,
                                       const StageContext& context) {
  const absl::Time start = absl::Now();
  const Stage& stage = context.stage();
  FLOW_ASSIGN_OR_RETURN(
      const StageChunks chunks,
      StageChunks::Open(context, context.index, kStem, work.pairs));
  const int64_t there = chunks.there();
  const int64_t first = chunks.rows_there();
  FLOW_RETURN_IF_ERROR(context.Announce(
      first > 0 ? absl::StrCat("going on from pair ", first) : ""));
  FLOW_ASSIGN_OR_RETURN(const Maker maker, Maker::Create(work, context));
  Summary summary;
  for (int64_t i = 0; i < chunks.count(); ++i) {
    const std::string path = chunks.path(i);
    if (i < there) {
      FLOW_ASSIGN_OR_RETURN(const Part part, Read(path, stage));
      summary.Add(part);
      continue;
    }
    FLOW_ASSIGN_OR_RETURN(const Part part, maker.Make(i, chunks.rows_of(i)));
    FLOW_RETURN_IF_ERROR(Write(path, part, stage));
    context.progress->OnPoints(stage.name, chunks.end_row(i), work.pairs);
    summary.Add(part);
  }
  return Json{{"pairs", work.pairs},
              {"wall_seconds", absl::ToDoubleSeconds(absl::Now() - start)},
              {"coupling", summary.ToJson()},
              {"resumed_at_pair", first}};
}

absl::StatusOr<FlowPairs> LoadPairs(const std::string& name,
                                    const StageContext& context) {
  const size_t index = context.IndexOf(name);
  const Stage& stage = context.plan.stages[index];
  const int64_t pairs = std::get<MakePairsStage>(stage.work).pairs;
  FLOW_ASSIGN_OR_RETURN(const StageChunks chunks,
                        StageChunks::Open(context, index, kStem, pairs));
  std::vector<at::Tensor> x0, x1;
  int64_t have = 0;
  for (int64_t i = 0; i < chunks.count(); ++i) {
    FLOW_ASSIGN_OR_RETURN(Part part, Read(chunks.path(i), stage));
    have += part.x0_nd.size(0);
    x0.push_back(std::move(part.x0_nd));
    x1.push_back(std::move(part.x1_nd));
  }
  if (have != pairs) {
    return absl::DataLossError(absl::StrCat(
        "the stage '", name, "' left ", have, " pairs; the plan says ", pairs));
  }
  return FlowPairs{at::concat(x0), at::concat(x1)};
}

}  // namespace flow::lang
