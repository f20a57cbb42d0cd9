#ifndef FLOWLANG_PLAN_CHAIN_STAGES_H_
#define FLOWLANG_PLAN_CHAIN_STAGES_H_

#include "flowlang/plan/stage_list.h"
#include "flowlang/plan/training_parts.h"

namespace flow::lang {

/// Adds the stages of local flow matching: draw_pool, then train_block_n and
/// push_block_n for each block, of which the last is pushed only for
/// distill_group_k; of one network for all blocks train_blocks alone. Step
/// sizes from the data have measure_sizes after the pool.
TrainedStages AddChain(const TrainingParts& parts, StageList* stages);

}  // namespace flow::lang

#endif  // FLOWLANG_PLAN_CHAIN_STAGES_H_
