#ifndef FLOWLANG_LOWER_FLOW_MODEL_H_
#define FLOWLANG_LOWER_FLOW_MODEL_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "core/ode/divergence_field.h"
#include "core/ode/transport.h"
#include "flowlang/lower/stage_context.h"

namespace flow::lang {

/// Velocities of each class, or of the only one.
struct Fields {
  core::FieldsByClass there;
  core::FieldsByClass back;  // empty where they are the same
};

/// The velocity that the stage named `trained` left, of each class where the
/// network has classes, along the path and with the guidance that `work`
/// follows; and that of the way back, where it was learnt apart.
absl::StatusOr<Fields> LoadFields(const SampleStage& work,
                                  const std::string& trained,
                                  const StageContext& context);

/// The map that follows that velocity by the sampler of `work`; with classes,
/// it asks for the labels of the points.
absl::StatusOr<std::unique_ptr<core::Transport>> LoadTransport(
    const SampleStage& work, const std::string& trained,
    const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_FLOW_MODEL_H_
