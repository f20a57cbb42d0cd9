#include "flowlang/cli/compile_input.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

#include "core/base/status_macros.h"
#include "flowlang/compile/compile_experiment.h"
#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/diag/renderer.h"
#include "flowlang/load/load_experiment.h"
#include "flowlang/load/override.h"
#include "flowlang/load/source_set.h"

namespace flow::lang {
namespace {

bool ColourWanted() {
  return isatty(STDERR_FILENO) && std::getenv("NO_COLOR") == nullptr;
}

std::vector<Override> Overrides(const Arguments& arguments, SourceSet* sources,
                                DiagnosticSink* sink) {
  std::vector<Override> overrides;
  for (const std::string& text : arguments.All("set")) {
    Override override;
    if (ParseOverride(*sources->Add("--set", text), &override, sink)) {
      overrides.push_back(override);
    }
  }
  return overrides;
}

template <typename Plan>
std::optional<CompiledFile> Wrap(std::optional<Plan> plan) {
  if (!plan) return std::nullopt;
  return CompiledFile(*std::move(plan));
}

std::optional<CompiledFile> Compile(const std::string& path,
                                    const Arguments& arguments,
                                    std::optional<uint64_t> seed,
                                    SourceSet* sources, DiagnosticSink* sink) {
  const std::vector<Override> overrides = Overrides(arguments, sources, sink);
  const SourceText* source = LoadSource(path, std::nullopt, sources, sink);
  if (source == nullptr) return std::nullopt;
  const std::optional<FileKind> kind = KindOf(*source, sink);
  if (!kind) return std::nullopt;
  if (*kind == FileKind::kExperiment) {
    return Wrap(CompileExperiment(*source, {overrides, seed}, sources, sink));
  }
  const std::vector<uint64_t> seeds =
      seed ? std::vector<uint64_t>{*seed} : std::vector<uint64_t>{};
  return Wrap(CompileSuite(*source, overrides, seeds, sources, sink));
}

}  // namespace

absl::StatusOr<std::optional<CompiledFile>> CompileInput(
    const std::string& path, const Arguments& arguments) {
  FLOW_ASSIGN_OR_RETURN(const std::optional<int64_t> seed,
                        arguments.GetInt("seed", 0));
  SourceSet sources;
  DiagnosticSink sink;
  std::optional<CompiledFile> compiled =
      Compile(path, arguments, seed, &sources, &sink);
  const std::string text = RenderDiagnostics(sink, {.color = ColourWanted()});
  std::fputs(text.c_str(), stderr);
  if (sink.error_count() > 0) return std::nullopt;
  return compiled;
}

}  // namespace flow::lang
