#ifndef FLOWLANG_COMPILE_COMPILE_EXPERIMENT_H_
#define FLOWLANG_COMPILE_COMPILE_EXPERIMENT_H_

/// From a file to a plan: parse, rules, meaning, defaults, stages. Whatever is
/// wrong with the file is in the sink; a result without a plan has an error
/// there.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "flowlang/compile/purpose.h"
#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/load/load_experiment.h"
#include "flowlang/load/override.h"
#include "flowlang/load/source_set.h"
#include "flowlang/plan/build_plan.h"
#include "flowlang/plan/plan.h"
#include "flowlang/schema/experiment.pb.h"

namespace flow::lang {

struct CompileOptions {
  std::vector<Override> overrides;  // in this order
  std::optional<uint64_t> seed;     // instead of the experiment's own
  Purpose purpose = Purpose::kInspect;
};

std::optional<ExperimentPlan> CompileExperiment(const SourceText& source,
                                                const CompileOptions& options,
                                                SourceSet* sources,
                                                DiagnosticSink* sink);

/// An experiment without mistakes: its defaults written out, the paths of its
/// data files absolute, and what is known of its data.
struct CheckedExperiment {
  Experiment experiment;
  DataFacts facts;
};

/// Everything before the plan, which the seed has no part in.
std::optional<CheckedExperiment> CheckLoaded(
    LoadedExperiment loaded, const std::vector<Override>& overrides,
    Purpose purpose, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPILE_COMPILE_EXPERIMENT_H_
