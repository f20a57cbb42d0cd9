#include "flowlang/lower/sample_stage.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ATen/ops/tensor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/check.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "core/io/npz.h"
#include "core/nn/make_network.h"
#include "core/nn/network_field.h"
#include "core/ode/ode_transport.h"
#include "core/tensor/array_tensor.h"
#include "datasets/make_distribution.h"
#include "flowlang/lower/weights_file.h"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

// What a page can draw: a few hundred lines of a dozen points.
constexpr int64_t kDrawnPoints = 200;
constexpr int kDrawnTimes = 21;

size_t IndexOf(const ExperimentPlan& plan, const std::string& stage) {
  for (size_t i = 0; i < plan.stages.size(); ++i) {
    if (plan.stages[i].name == stage) return i;
  }
  FLOW_CHECK(false) << "the plan has no stage " << stage;
  return 0;
}

absl::StatusOr<std::unique_ptr<core::OdeTransport>> LoadTransport(
    const SampleStage& work, const StageContext& context) {
  FLOW_ASSIGN_OR_RETURN(
      const std::string folder,
      context.directory.StageFolder(
          context.plan, IndexOf(context.plan, context.stage().inputs[0])));
  FLOW_ASSIGN_OR_RETURN(TensorFile weights,
                        ReadTensors(JoinPath(folder, "weights.safetensors")));
  return core::OdeTransport::Create(
      std::make_shared<core::NetworkField>(core::MakeNetwork(work.network),
                                           std::move(weights.tensors)),
      work.sampler, context.pool);
}

std::vector<double> DrawnTimes() {
  std::vector<double> times(kDrawnTimes);
  for (int k = 0; k < kDrawnTimes; ++k) {
    times[k] = k / static_cast<double>(kDrawnTimes - 1);
  }
  return times;
}

struct Clouds {
  at::Tensor source_nd, target_nd, second_target_nd;
};

// The second target is a draw with replacement for a finite set: of all that it
// has, the closest to an independent draw.
absl::StatusOr<Clouds> DrawClouds(const SampleStage& work, Seed run_seed) {
  FLOW_ASSIGN_OR_RETURN(
      const auto source,
      datasets::MakeDistribution(work.source,
                                 DeriveSeed(run_seed, "data", "source")));
  FLOW_ASSIGN_OR_RETURN(
      const auto target,
      datasets::MakeDistribution(work.target,
                                 DeriveSeed(run_seed, "data", "target")));
  const Seed seed = DeriveSeed(run_seed, "evaluate", work.protocol);
  const int64_t n = work.samples;
  return Clouds{source->Draw(n, DeriveSeed(seed, "source")).x_nd,
                target->DrawDistinct(n, DeriveSeed(seed, "target")).x_nd,
                target->Draw(n, DeriveSeed(seed, "second_target")).x_nd};
}

}  // namespace

absl::StatusOr<Json> RunSampleStage(const SampleStage& work,
                                    const StageContext& context) {
  context.progress->OnStage(context.stage().name, "");
  const absl::Time start = absl::Now();
  FLOW_ASSIGN_OR_RETURN(const auto transport, LoadTransport(work, context));
  FLOW_ASSIGN_OR_RETURN(const Clouds clouds,
                        DrawClouds(work, context.plan.seed));
  FLOW_ASSIGN_OR_RETURN(
      const core::Transported moved,
      transport->Push(clouds.source_nd, core::Direction::kForward, {}));
  const std::vector<double> times = DrawnTimes();
  const at::Tensor drawn =
      clouds.source_nd.narrow(0, 0, std::min(work.samples, kDrawnPoints));
  FLOW_ASSIGN_OR_RETURN(
      const core::Transported lines,
      transport->Push(drawn, core::Direction::kForward, times));
  const core::NpzArrays arrays = {
      {"source", core::ToArray(clouds.source_nd)},
      {"generated", core::ToArray(moved.x_nd)},
      {"target", core::ToArray(clouds.target_nd)},
      {"second_target", core::ToArray(clouds.second_target_nd)},
      {"path_energy", core::ToArray(moved.path_energy_n)},
      {"evaluations", core::ToArray(moved.evaluations_n)},
      {"trajectory", core::ToArray(lines.trajectory_snd)},
      {"trajectory_time", core::ToArray(at::tensor(times, at::kDouble))}};
  FLOW_RETURN_IF_ERROR(core::WriteNpz(
      context.directory.File(absl::StrCat("samples/", work.protocol, ".npz")),
      arrays));
  return Json{{"wall_seconds", absl::ToDoubleSeconds(absl::Now() - start)}};
}

}  // namespace flow::lang
