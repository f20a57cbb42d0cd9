#include <cstdio>
#include <string>
#include <vector>

#include "flowlang/cli/arguments.h"
#include "flowlang/cli/commands.h"
#include "flowlang/cli/compile_input.h"
#include "flowlang/cli/exit_codes.h"
#include "flowlang/cli/print_diagnostics.h"
#include "flowlang/diag/diagnostics_json.h"
#include "flowlang/diag/sarif.h"

namespace flow::lang {
namespace {

constexpr Flag kFlags[] = {
    kSetFlag,
    kSeedFlag,
    {"format", "text|json|sarif", "how mistakes are written"},
};

void TellInText(const std::string& path, const DiagnosticSink& sink) {
  PrintDiagnostics(sink);
  if (!sink.has_errors()) std::printf("%s: fine\n", path.c_str());
}

int CheckFiles(const Arguments& arguments) {
  const std::string format = arguments.Get("format").value_or("text");
  SourceSet sources;
  DiagnosticSink all;
  for (const std::string& path : arguments.files()) {
    DiagnosticSink sink;
    const auto compiled =
        CompileInput(path, arguments, Purpose::kInspect, &sources, &sink);
    if (!compiled.ok()) {
      return UsageError(kCheckCommand,
                        std::string(compiled.status().message()));
    }
    if (format == "text") TellInText(path, sink);
    for (Diagnostic& diagnostic : sink.Sorted()) all.Add(std::move(diagnostic));
  }
  // a program that reads it gets one document, whatever the number of files
  if (format == "json") {
    std::fputs(RenderDiagnosticsJson(all).c_str(), stdout);
  } else if (format == "sarif") {
    std::fputs(RenderSarif(all).c_str(), stdout);
  }
  return all.has_errors() ? kExitWrong : kExitOk;
}

int Check(const std::vector<std::string>& words) {
  const auto arguments = Arguments::Parse(words, kFlags);
  if (!arguments.ok()) {
    return UsageError(kCheckCommand, std::string(arguments.status().message()));
  }
  if (arguments->files().empty()) {
    return UsageError(kCheckCommand, "which file?");
  }
  return CheckFiles(*arguments);
}

}  // namespace

const Command kCheckCommand = {
    "check", "FILE...", "reports every mistake in the files", kFlags, Check};

}  // namespace flow::lang
