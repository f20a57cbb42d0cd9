#ifndef FLOWLANG_COMPILE_COMPILE_FILE_H_
#define FLOWLANG_COMPILE_COMPILE_FILE_H_

#include <optional>
#include <variant>

#include "flowlang/compile/compile_experiment.h"
#include "flowlang/compile/compile_suite.h"

namespace flow::lang {

using CompiledFile = std::variant<ExperimentPlan, SuitePlan>;

/// Compiles a file that may be an experiment or a suite, as it says itself
/// (KindOf). A seed replaces all those of a suite. Empty after errors in the
/// sink, that of KindOf included.
std::optional<CompiledFile> CompileFile(const SourceText& source,
                                        const CompileOptions& options,
                                        SourceSet* sources,
                                        DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPILE_COMPILE_FILE_H_
