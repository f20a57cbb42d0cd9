#include "flowlang/cli/compile_input.h"

#include <utility>
#include <vector>

#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "flowlang/cli/print_diagnostics.h"
#include "flowlang/load/load_experiment.h"
#include "flowlang/load/override.h"

namespace flow::lang {
namespace {

std::vector<Override> Overrides(const Arguments& arguments, SourceSet* sources,
                                DiagnosticSink* sink) {
  std::vector<Override> overrides;
  for (const std::string& text : arguments.All("set")) {
    Override override;
    // once, so that what is wrong with it is told once for several files
    if (ParseOverride(*sources->AddOnce("--set", text), &override, sink)) {
      overrides.push_back(override);
    }
  }
  return overrides;
}

std::optional<CompiledFile> Compile(const std::string& path,
                                    const Arguments& arguments,
                                    std::optional<uint64_t> seed,
                                    Purpose purpose, SourceSet* sources,
                                    DiagnosticSink* sink) {
  const std::vector<Override> overrides = Overrides(arguments, sources, sink);
  const SourceText* source = LoadSource(path, std::nullopt, sources, sink);
  if (source == nullptr) return std::nullopt;
  return CompileFile(*source, {overrides, seed, purpose}, sources, sink);
}

}  // namespace

absl::StatusOr<std::optional<CompiledFile>> CompileInput(
    const std::string& path, const Arguments& arguments, Purpose purpose,
    SourceSet* sources, DiagnosticSink* sink) {
  FLOW_CHECK(sink->empty()) << "its errors would count as those of " << path;
  FLOW_ASSIGN_OR_RETURN(const std::optional<int64_t> seed,
                        arguments.GetInt("seed", 0));
  std::optional<CompiledFile> compiled =
      Compile(path, arguments, seed, purpose, sources, sink);
  if (sink->has_errors()) return std::nullopt;
  return compiled;
}

absl::StatusOr<std::optional<CompiledFile>> CompileOrTell(
    const std::string& path, const Arguments& arguments, Purpose purpose,
    bool warn) {
  SourceSet sources;
  DiagnosticSink sink;
  FLOW_ASSIGN_OR_RETURN(
      std::optional<CompiledFile> compiled,
      CompileInput(path, arguments, purpose, &sources, &sink));
  if (warn || !compiled) PrintDiagnostics(sink);
  return compiled;
}

}  // namespace flow::lang
