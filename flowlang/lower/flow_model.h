#ifndef FLOWLANG_LOWER_FLOW_MODEL_H_
#define FLOWLANG_LOWER_FLOW_MODEL_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "core/distribution/distribution.h"
#include "core/ode/divergence_field.h"
#include "core/ode/transport.h"
#include "flowlang/lower/stage_context.h"

namespace flow::lang {

/// The stage of the plan with this name, which is there.
const Stage& StageNamed(const ExperimentPlan& plan, const std::string& name);

/// The velocity that the stage named `trained` left, of each class where the
/// network has classes, along the path and with the guidance that `work`
/// follows.
absl::StatusOr<core::FieldsByClass> LoadFields(const SampleStage& work,
                                               const std::string& trained,
                                               const StageContext& context);

/// The map that follows that velocity by the sampler of `work`; with classes,
/// it asks for the labels of the points.
absl::StatusOr<std::unique_ptr<core::Transport>> LoadTransport(
    const SampleStage& work, const std::string& trained,
    const StageContext& context);

/// Both ends of a sample stage: laws, or the sets of points that evaluation
/// draws from.
struct Ends {
  std::shared_ptr<const core::Distribution> source, target;
};
absl::StatusOr<Ends> MakeEnds(const SampleStage& work, Seed run_seed);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_FLOW_MODEL_H_
