#include "flowlang/lower/sample_stage.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "ATen/ops/tensor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/status_macros.h"
#include "core/io/npz.h"
#include "core/ode/transport.h"
#include "core/tensor/array_tensor.h"
#include "field_matching/field_line_transport.h"
#include "flowlang/lower/clients.h"
#include "flowlang/lower/ends.h"
#include "flowlang/lower/exact_field.h"
#include "flowlang/lower/flow_model.h"
#include "flowlang/lower/processes.h"
#include "flowlang/lower/sample_pictures.h"
#include "flowlang/lower/shared_stage.h"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

// What a page can draw: a few hundred lines of a dozen points.
constexpr int64_t kDrawnPoints = 200;
constexpr int kDrawnTimes = 21;

std::vector<double> DrawnTimes() {
  std::vector<double> times(kDrawnTimes);
  for (int k = 0; k < kDrawnTimes; ++k) {
    times[k] = k / static_cast<double>(kDrawnTimes - 1);
  }
  return times;
}

struct Clouds {
  at::Tensor source_nd;
  at::Tensor label_n;  // of the points that are to come of it
  core::Points target, second_target;
  at::Tensor client_n;  // whose target points they are; may be undefined
};

// What a conditional flow is asked for: the labels of an independent draw, so
// that the classes' shares vary as in a draw of the target. Undefined for
// others.
at::Tensor WantedLabels(const SampleStage& work, const core::Points& target) {
  const bool is_conditional =
      core::NumClasses(work.network) > 0 && !work.classes_are_blocks;
  return is_conditional ? target.label_n : at::Tensor();
}

// Whose the target points are: of a finite target that training sees as well
// by its row, else by the shares of the clients in its law.
absl::StatusOr<at::Tensor> ClientsOf(const core::Points& target,
                                     const SampleStage& work, Seed run_seed) {
  FLOW_ASSIGN_OR_RETURN(const Ends trained, MakeEnds(work.trained, run_seed));
  FLOW_ASSIGN_OR_RETURN(const auto division,
                        DivideTarget(*work.federation, trained, run_seed));
  const Seed seed = DeriveSeed(run_seed, "evaluate", work.protocol);
  if (division.by_client() && datasets::IsOwnFresh(work.trained.target)) {
    return division.by_client()
        ->DrawDistinct(work.samples, DeriveSeed(seed, "target"))
        .label_n;
  }
  return division.DrawClients(target, DeriveSeed(seed, "clients"));
}

// The second target is a draw with replacement for a finite set: of all that it
// has, the closest to an independent draw.
absl::StatusOr<Clouds> DrawClouds(const SampleStage& work, Seed run_seed) {
  FLOW_ASSIGN_OR_RETURN(const Ends ends, MakeEnds(work.ends, run_seed));
  const Seed seed = DeriveSeed(run_seed, "evaluate", work.protocol);
  const int64_t n = work.samples;
  Clouds clouds;
  clouds.target = ends.target->DrawDistinct(n, DeriveSeed(seed, "target"));
  clouds.second_target =
      ends.target->Draw(n, DeriveSeed(seed, "second_target"));
  clouds.label_n = WantedLabels(work, clouds.second_target);
  if (work.federation) {
    FLOW_ASSIGN_OR_RETURN(clouds.client_n,
                          ClientsOf(clouds.target, work, run_seed));
  }
  clouds.source_nd =
      ends.source->DrawFor(clouds.label_n, n, DeriveSeed(seed, "source")).x_nd;
  return clouds;
}

// Of what was learnt, or of the field that was to be.
absl::StatusOr<std::unique_ptr<core::Transport>> TransportOf(
    const SampleStage& work, const StageContext& context) {
  const std::vector<std::string>& trained = context.stage().inputs;
  const auto* lines = std::get_if<core::FieldLineOptions>(&work.sampler);
  if (lines == nullptr || lines->exact_points == 0) {
    return LoadTransport(work, trained, context);
  }
  FLOW_ASSIGN_OR_RETURN(auto field,
                        ExactField(trained[0], lines->exact_points, context));
  return ShareTransport(
      std::make_unique<field_matching::FieldLineTransport>(
          std::move(field), work.field->gap, *lines, context.pool),
      context);
}

}  // namespace

absl::StatusOr<Json> RunSampleStage(const SampleStage& work,
                                    const StageContext& context) {
  context.progress->OnStage(context.stage().name, "");
  const absl::Time start = absl::Now();
  FLOW_ASSIGN_OR_RETURN(const auto transport, TransportOf(work, context));
  FLOW_ASSIGN_OR_RETURN(const Clouds clouds,
                        DrawClouds(work, context.plan.seed));
  // of a point by its row, so that the drawn lines lead to the generated points
  const Seed noise =
      DeriveSeed(context.plan.seed, "evaluate", work.protocol, "noise");
  core::Journey journey = {.direction = core::Direction::kForward,
                           .seed = noise,
                           .label_n = clouds.label_n};
  FLOW_ASSIGN_OR_RETURN(const core::Transported moved,
                        transport->Push(clouds.source_nd, journey));
  const int64_t drawn = std::min(work.samples, kDrawnPoints);
  const std::vector<double> times = DrawnTimes();
  const at::Tensor& label_n = clouds.label_n;
  journey.save_at = times;
  if (label_n.defined()) journey.label_n = label_n.narrow(0, 0, drawn);
  FLOW_ASSIGN_OR_RETURN(
      const core::Transported lines,
      transport->Push(clouds.source_nd.narrow(0, 0, drawn), journey));
  if (!context.processes.HasResult()) return Json{{kServed, true}};
  core::NpzArrays arrays = {
      {"source", core::ToArray(clouds.source_nd)},
      {"generated", core::ToArray(moved.x_nd)},
      {"target", core::ToArray(clouds.target.x_nd)},
      {"second_target", core::ToArray(clouds.second_target.x_nd)},
      {"path_energy", core::ToArray(moved.path_energy_n)},
      {"evaluations", core::ToArray(moved.evaluations_n)},
      {"trajectory", core::ToArray(lines.trajectory_snd)},
      {"trajectory_time", core::ToArray(at::tensor(times, at::kDouble))}};
  if (lines.height_sn.defined()) {
    arrays.push_back({"trajectory_height", core::ToArray(lines.height_sn)});
  }
  if (clouds.client_n.defined()) {
    arrays.push_back({"target_client", core::ToArray(clouds.client_n)});
  }
  if (label_n.defined()) {
    arrays.push_back({"generated_label", core::ToArray(label_n)});
    arrays.push_back({"target_label", core::ToArray(clouds.target.label_n)});
  }
  FLOW_RETURN_IF_ERROR(core::WriteNpz(
      context.directory.File(absl::StrCat("samples/", work.protocol, ".npz")),
      arrays));
  if (work.image.side > 0) {
    FLOW_RETURN_IF_ERROR(WritePictures(
        context.directory.File(absl::StrCat("samples/", work.protocol)),
        {work.image, moved.x_nd, clouds.target.x_nd, label_n,
         label_n.defined() ? clouds.target.label_n : at::Tensor(),
         lines.trajectory_snd}));
  }
  Json record = {{"wall_seconds", absl::ToDoubleSeconds(absl::Now() - start)}};
  if (std::holds_alternative<core::FieldLineOptions>(work.sampler)) {
    record["lines"]["given_up"] = moved.given_up;
  }
  if (moved.given_up > 0) {
    FLOW_RETURN_IF_ERROR(context.Warn(absl::StrCat(
        moved.given_up, " of ", work.samples,
        " lines were longer than 'max_length' or took more than 'max_steps'; "
        "they are counted where they were given up")));
  }
  for (size_t k = 0; k < moved.part_evaluations.size(); ++k) {
    record["chain"][absl::StrCat("nfe_of_part_", k + 1)] =
        moved.part_evaluations[k];
  }
  return record;
}

}  // namespace flow::lang
