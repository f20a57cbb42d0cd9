#ifndef FLOWLANG_COMPILE_COMPILE_EXPERIMENT_H_
#define FLOWLANG_COMPILE_COMPILE_EXPERIMENT_H_

/// From a file to a plan: parse, rules, meaning, defaults, stages. Whatever is
/// wrong with the file is in the sink; a result without a plan has an error
/// there.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/load/load_experiment.h"
#include "flowlang/load/override.h"
#include "flowlang/load/source_set.h"
#include "flowlang/plan/plan.h"

namespace flow::lang {

struct CompileOptions {
  std::vector<Override> overrides;  // in this order
  std::optional<uint64_t> seed;     // instead of the experiment's own
};

std::optional<ExperimentPlan> CompileExperiment(const SourceText& source,
                                                const CompileOptions& options,
                                                SourceSet* sources,
                                                DiagnosticSink* sink);

/// The same from a loaded experiment, which is taken over. `folder` is where
/// its file lies: paths of data files are relative to it.
std::optional<ExperimentPlan> CompileLoaded(LoadedExperiment loaded,
                                            const std::string& folder,
                                            const CompileOptions& options,
                                            DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPILE_COMPILE_EXPERIMENT_H_
