#include "flowlang/cli/print_diagnostics.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "flowlang/diag/renderer.h"

namespace flow::lang {
namespace {

bool ColourWanted() {
  return isatty(STDERR_FILENO) && std::getenv("NO_COLOR") == nullptr;
}

}  // namespace

void PrintDiagnostics(const DiagnosticSink& sink) {
  const std::string text = RenderDiagnostics(sink, {.color = ColourWanted()});
  std::fputs(text.c_str(), stderr);
}

}  // namespace flow::lang
