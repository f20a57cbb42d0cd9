#ifndef FLOWLANG_PLAN_BUILD_PLAN_H_
#define FLOWLANG_PLAN_BUILD_PLAN_H_

#include <cstdint>
#include <string>

#include "flowlang/plan/plan.h"
#include "flowlang/schema/experiment.pb.h"

namespace flow::lang {

/// The facts about the data that the plan's hash rests on, beside its text.
struct DataFacts {
  int64_t dim = 0;
  std::string source_content, target_content;  // hashes of files; else empty
};

/// The stages of a checked experiment with its defaults written out:
/// train_velocity, then for each protocol sample_<name> and evaluate_<name>.
ExperimentPlan BuildPlan(const Experiment& experiment, const DataFacts& facts);

/// The plan as `flow plan` prints it.
std::string PrintPlan(const ExperimentPlan& plan);

}  // namespace flow::lang

#endif  // FLOWLANG_PLAN_BUILD_PLAN_H_
