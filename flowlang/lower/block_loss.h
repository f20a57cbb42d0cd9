#ifndef FLOWLANG_LOWER_BLOCK_LOSS_H_
#define FLOWLANG_LOWER_BLOCK_LOSS_H_

#include <optional>

#include "core/base/random.h"
#include "flowlang/plan/plan.h"

namespace flow::lang {

/// The least loss that the training of a block can come to (loss_floor.h), with
/// the exact law of its clean end: the target as the blocks before it diffuse
/// it. Empty where there is no closed form (another target than a mixture of
/// normal laws, a coupling by optimal transport, sizes that are measured),
/// where it is infinite but for a margin (HasFiniteEnergy), and where the loss
/// is another one (weighted, or of several blocks).
std::optional<double> BlockLossFloor(const TrainVelocityStage& work, Seed seed);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_BLOCK_LOSS_H_
