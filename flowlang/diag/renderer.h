#ifndef FLOWLANG_DIAG_RENDERER_H_
#define FLOWLANG_DIAG_RENDERER_H_

/// Diagnostics as text, the way a good C++ compiler prints them:
///
///     moons.textproto:12:5: error: 'train.batch' must be >= 1; got 0
///     [out-of-range]
///        12 |     batch: 0
///           |            ^
///           = help: 256 is a usual size for two-dimensional data
///
/// The first line of each is complete in itself, for grep and for editors.

#include <string>

#include "flowlang/diag/diagnostic.h"
#include "flowlang/diag/diagnostic_sink.h"

namespace flow::lang {

struct RenderOptions {
  bool color = false;   // ANSI escapes; for terminals only
  int max_shown = 20;   // of errors, and of warnings
  int max_width = 100;  // characters of a source line
};

/// One diagnostic with its notes, ending in a newline.
std::string RenderDiagnostic(const Diagnostic& diagnostic,
                             const RenderOptions& options = {});

/// All that a sink holds, by position, and a line that counts them: "3 errors
/// in bad.textproto". Those over `max_shown` are counted only. Empty for an
/// empty sink.
std::string RenderDiagnostics(const DiagnosticSink& sink,
                              const RenderOptions& options = {});

}  // namespace flow::lang

#endif  // FLOWLANG_DIAG_RENDERER_H_
