#ifndef FLOWLANG_CLI_PRINT_DIAGNOSTICS_H_
#define FLOWLANG_CLI_PRINT_DIAGNOSTICS_H_

#include "flowlang/diag/diagnostic_sink.h"

namespace flow::lang {

/// Prints them to stderr for a person, coloured on a terminal unless the
/// environment variable NO_COLOR is set.
void PrintDiagnostics(const DiagnosticSink& sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_PRINT_DIAGNOSTICS_H_
