#ifndef FLOWLANG_PLAN_PLAN_JSON_H_
#define FLOWLANG_PLAN_PLAN_JSON_H_

#include "flowlang/plan/plan.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// A plan for programs:
///
///     {experiment, hash, seed, dimension, resolved: "name: ...",
///      stages: [{name, kind, hash, inputs: [...], runs: true,
///                settings: {sampler: "euler { steps: 10 }", ...}}]}
///
/// `resolved` is the experiment with every default, as a file; `runs` says
/// whether a trainer does the stage; a setting that comes several times
/// ("metric") has a list of texts.
nlohmann::ordered_json PlanJson(const ExperimentPlan& plan);

}  // namespace flow::lang

#endif  // FLOWLANG_PLAN_PLAN_JSON_H_
