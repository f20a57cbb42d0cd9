#ifndef FLOWLANG_PLAN_TRAINING_STAGES_H_
#define FLOWLANG_PLAN_TRAINING_STAGES_H_

#include "flowlang/plan/stage_list.h"
#include "flowlang/plan/training_parts.h"
#include "flowlang/schema/experiment.pb.h"

namespace flow::lang {

/// Adds the stages that train what the experiment's method learns:
///
///   flow_matching   [train_potential] train_velocity, then
///                   make_pairs_k and train_reflow_k for each round, [one more
///                   make_pairs_k and distill], train_acceleration_k for each
///                   round
///   local_flow      train_block_n and push_block_n for each block, then
///                   distill_group_k
///   field_matching  train_field
///
/// `known` is the experiment as hashes know it.
TrainedStages AddTrainingStages(const Experiment& experiment,
                                const Experiment& known, const DataFacts& facts,
                                StageList* stages);

}  // namespace flow::lang

#endif  // FLOWLANG_PLAN_TRAINING_STAGES_H_
