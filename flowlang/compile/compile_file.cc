#include "flowlang/compile/compile_file.h"

#include <utility>

#include "flowlang/load/load_experiment.h"

namespace flow::lang {
namespace {

template <typename Plan>
std::optional<CompiledFile> Wrap(std::optional<Plan> plan) {
  if (!plan) return std::nullopt;
  return CompiledFile(*std::move(plan));
}

}  // namespace

std::optional<CompiledFile> CompileFile(const SourceText& source,
                                        const CompileOptions& options,
                                        SourceSet* sources,
                                        DiagnosticSink* sink) {
  const std::optional<FileKind> kind = KindOf(source, sink);
  if (!kind) return std::nullopt;
  if (*kind == FileKind::kExperiment) {
    return Wrap(CompileExperiment(source, options, sources, sink));
  }
  SuiteOptions suite{options.overrides, {}, options.purpose};
  if (options.seed) suite.seeds = {*options.seed};
  return Wrap(CompileSuite(source, suite, sources, sink));
}

}  // namespace flow::lang
