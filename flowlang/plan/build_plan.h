#ifndef FLOWLANG_PLAN_BUILD_PLAN_H_
#define FLOWLANG_PLAN_BUILD_PLAN_H_

#include <string>

#include "flowlang/plan/plan.h"
#include "flowlang/plan/training_stages.h"
#include "flowlang/schema/experiment.pb.h"

namespace flow::lang {

/// The stages of a checked experiment with its defaults written out: those of
/// its training (training_stages.h), then for each protocol sample_<name> and
/// evaluate_<name>.
ExperimentPlan BuildPlan(const Experiment& experiment, const DataFacts& facts);

/// Makes `plan` that of `experiment`, which differs from the one that it was
/// built from in the seed alone.
void SetSeed(const Experiment& experiment, ExperimentPlan* plan);

/// The plan as `flow plan` prints it.
std::string PrintPlan(const ExperimentPlan& plan);

}  // namespace flow::lang

#endif  // FLOWLANG_PLAN_BUILD_PLAN_H_
