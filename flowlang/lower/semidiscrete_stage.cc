#include "flowlang/lower/semidiscrete_stage.h"

#include <string>
#include <utility>
#include <vector>

#include "ATen/ops/tensor.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "flowlang/lower/ends.h"
#include "flowlang/lower/weights_file.h"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kFile[] = "targets.safetensors";

absl::Status Write(const core::WeightedTargets& targets,
                   const std::string& folder) {
  std::vector<core::NamedTensor> tensors = {
      {"points", targets.points.x_nd.contiguous()},
      {"weights", at::tensor(targets.weights, at::kDouble)}};
  if (targets.points.label_n.defined()) {
    tensors.push_back({"labels", targets.points.label_n.contiguous()});
  }
  return WriteTensors(JoinPath(folder, kFile), tensors, {});
}

}  // namespace

absl::StatusOr<Json> RunSemidiscreteStage(const FitSemidiscreteStage& work,
                                          const StageContext& context) {
  const std::string& name = context.stage().name;
  context.progress->OnStage(name, "");
  const absl::Time start = absl::Now();
  const Seed seed = context.plan.seed;
  FLOW_ASSIGN_OR_RETURN(const Ends ends, MakeEnds(work.ends, seed));
  if (!ends.target->size()) {
    return absl::InvalidArgumentError(
        "semi-discrete transport needs a finite target");
  }
  const core::Points points = ends.target->DrawDistinct(
      *ends.target->size(), DeriveSeed(seed, name, "order"));
  const core::FittedTargets fitted =
      core::FitTargets(*ends.source, points, work.options,
                       DeriveSeed(seed, name, "source"), context.pool);
  FLOW_ASSIGN_OR_RETURN(
      const std::string folder,
      context.directory.StageFolder(context.plan, context.index));
  FLOW_RETURN_IF_ERROR(Write(fitted.targets, folder));
  return Json{{"steps", work.options.steps},
              {"wall_seconds", absl::ToDoubleSeconds(absl::Now() - start)},
              {"coupling",
               {{"marginal_error", fitted.quality.marginal_error},
                {"dual", fitted.quality.dual}}}};
}

absl::StatusOr<core::WeightedTargets> LoadTargets(const std::string& folder) {
  const std::string path = JoinPath(folder, kFile);
  FLOW_ASSIGN_OR_RETURN(const TensorFile file, ReadTensors(path));
  core::WeightedTargets targets;
  for (const core::NamedTensor& tensor : file.tensors) {
    if (tensor.name == "points") targets.points.x_nd = tensor.value;
    if (tensor.name == "labels") targets.points.label_n = tensor.value;
    if (tensor.name == "weights") {
      const double* weights = tensor.value.const_data_ptr<double>();
      targets.weights.assign(weights, weights + tensor.value.numel());
    }
  }
  if (!targets.points.x_nd.defined() ||
      targets.points.x_nd.size(0) !=
          static_cast<int64_t>(targets.weights.size())) {
    return absl::DataLossError(
        absl::StrCat("'", path, "' has no points with a weight each"));
  }
  return targets;
}

}  // namespace flow::lang
