#ifndef FLOWLANG_PLAN_TRAINING_STAGES_H_
#define FLOWLANG_PLAN_TRAINING_STAGES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "flowlang/plan/stage_list.h"
#include "flowlang/schema/experiment.pb.h"

namespace flow::lang {

/// The facts about the data that a plan rests on, beside its text.
struct DataFacts {
  int64_t dim = 0;
  std::string source_content, target_content;  // hashes of files; else empty
  std::optional<int64_t> target_points;        // of a finite target
};

/// What sampling stands on.
struct TrainedStages {
  std::vector<std::string> flow;       // the stages whose networks are followed
  std::vector<std::string> distilled;  // the stages of one-step maps
  bool lowered = false;                // whether a trainer does it
};

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
