#ifndef FLOWLANG_LOWER_FLOW_MODEL_H_
#define FLOWLANG_LOWER_FLOW_MODEL_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "core/ode/divergence_field.h"
#include "core/ode/transport.h"
#include "flowlang/lower/stage_context.h"

namespace flow::lang {

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

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_FLOW_MODEL_H_
