#ifndef FLOWLANG_LOWER_INITIAL_WEIGHTS_H_
#define FLOWLANG_LOWER_INITIAL_WEIGHTS_H_

#include "absl/status/statusor.h"
#include "core/nn/network.h"
#include "flowlang/lower/stage_context.h"

namespace flow::lang {

/// What a training starts from: the weights that its last input left, where it
/// starts warm, else those that the run's seed and the stage's name give.
absl::StatusOr<core::Parameters> InitialWeights(const TrainVelocityStage& work,
                                                const core::Network& network,
                                                const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_INITIAL_WEIGHTS_H_
