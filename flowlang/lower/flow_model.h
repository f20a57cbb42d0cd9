#ifndef FLOWLANG_LOWER_FLOW_MODEL_H_
#define FLOWLANG_LOWER_FLOW_MODEL_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/ode/chain.h"
#include "core/ode/transport.h"
#include "flowlang/lower/stage_context.h"

namespace flow::lang {

/// Velocities of a flow, or of each part of a chain.
struct Fields {
  core::FieldChain there;
  core::FieldChain back;  // empty where they are the same
};

/// The velocity that the stage named in `trained` left, of each class where the
/// network has classes, along the path and with the guidance that `work`
/// follows; and that of the way back, where it was learnt apart. Several stages
/// are a chain, the first of which starts from the source.
absl::StatusOr<Fields> LoadFields(const SampleStage& work,
                                  const std::vector<std::string>& trained,
                                  const StageContext& context);

/// The map that follows that velocity by the sampler of `work`; with classes,
/// it asks for the labels of the points. In a stage that a group shares all its
/// processes push the same points at the same time (shared_stage.h).
absl::StatusOr<std::unique_ptr<core::Transport>> LoadTransport(
    const SampleStage& work, const std::vector<std::string>& trained,
    const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_FLOW_MODEL_H_
