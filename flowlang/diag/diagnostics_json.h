#ifndef FLOWLANG_DIAG_DIAGNOSTICS_JSON_H_
#define FLOWLANG_DIAG_DIAGNOSTICS_JSON_H_

#include <string>

#include "flowlang/diag/diagnostic_sink.h"

namespace flow::lang {

/// Diagnostics for scripts and editors, by position, as one object:
///
///     {"diagnostics": [{"severity": "error", "code": "out-of-range",
///         "message": "...", "file": "moons.textproto",
///         "start": {"line": 7, "column": 10},
///         "end": {"line": 7, "column": 11},
///         "help": "...",
///         "notes": [{"message", "file", "start", "end"}]}],
///      "errors": 1, "warnings": 0}
///
/// Lines and columns count from 1, columns in bytes; `end` is the place behind
/// the last byte. `file`, `start` and `end` are null for what has no place;
/// `help` may be empty. Bytes that are not UTF-8 become U+FFFD. Ends in a
/// newline.
std::string RenderDiagnosticsJson(const DiagnosticSink& sink);

}  // namespace flow::lang

#endif  // FLOWLANG_DIAG_DIAGNOSTICS_JSON_H_
