#ifndef FLOWLANG_LOWER_FIXED_VELOCITY_H_
#define FLOWLANG_LOWER_FIXED_VELOCITY_H_

#include <memory>

#include "absl/status/statusor.h"
#include "core/ode/velocity_field.h"
#include "flowlang/lower/stage_context.h"

namespace flow::lang {

/// The velocity that a training by acceleration takes its ends' velocities
/// from: of the network that the last input of its stage left. Errors: those of
/// reading the weights.
absl::StatusOr<std::shared_ptr<const core::VelocityField>> LoadFixedVelocity(
    const TrainVelocityStage& work, const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_FIXED_VELOCITY_H_
