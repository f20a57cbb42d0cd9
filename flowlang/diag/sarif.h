#ifndef FLOWLANG_DIAG_SARIF_H_
#define FLOWLANG_DIAG_SARIF_H_

#include <string>

#include "flowlang/diag/diagnostic_sink.h"

namespace flow::lang {

/// Diagnostics as a log of the Static Analysis Results Interchange Format,
/// SARIF 2.1.0, which code hosts show beside the lines that they are about.
///
/// One run of the tool "flow", every code a rule of it. A result's message is
/// the diagnostic's, with the help on a second line; its notes are related
/// locations. Paths become URIs relative to wherever the paths are relative to,
/// for the host to resolve against the root of the repository. Columns count
/// code points from 1, a byte that is not UTF-8 as one; regions end behind the
/// last one. What has no place has no location. Bytes that are not UTF-8 become
/// U+FFFD. Ends in a newline.
std::string RenderSarif(const DiagnosticSink& sink);

}  // namespace flow::lang

#endif  // FLOWLANG_DIAG_SARIF_H_
