#ifndef FLOWLANG_DIAG_REPORT_H_
#define FLOWLANG_DIAG_REPORT_H_

#include <string>
#include <utility>
#include <vector>

#include "flowlang/diag/diagnostic.h"
#include "flowlang/diag/diagnostic_sink.h"

namespace flow::lang {

/// Tells the sink of an error. `help` is the remedy, `notes` the other places
/// that take part in it; both may be empty.
inline void ReportError(DiagnosticSink* sink, Code code, Span span,
                        std::string message, std::string help = "",
                        std::vector<Note> notes = {}) {
  sink->Add({Severity::kError, code, std::move(message), span, std::move(notes),
             std::move(help)});
}

/// Tells the sink of a warning.
inline void ReportWarning(DiagnosticSink* sink, Code code, Span span,
                          std::string message, std::string help = "",
                          std::vector<Note> notes = {}) {
  sink->Add({Severity::kWarning, code, std::move(message), span,
             std::move(notes), std::move(help)});
}

}  // namespace flow::lang

#endif  // FLOWLANG_DIAG_REPORT_H_
