#ifndef FLOWLANG_LSP_DIAGNOSE_H_
#define FLOWLANG_LSP_DIAGNOSE_H_

#include <string>
#include <vector>

#include "flowlang/diag/diagnostic.h"
#include "flowlang/load/file_overlay.h"
#include "flowlang/lsp/document.h"

namespace flow::lang {

struct EditorNote {
  EditorLocation location;
  std::string message;
};

/// A diagnostic as an editor shows it in one document.
struct EditorDiagnostic {
  EditorRange range;
  Severity severity = Severity::kError;
  Code code = Code::kSyntax;
  std::string message;  // the help is its last line
  std::vector<EditorNote> notes;
};

/// What the compiler says of a document.
struct Diagnosis {
  std::vector<EditorDiagnostic> diagnostics;
  /// Identities (FileIdentity) of all that was read or looked for: when one of
  /// them changes, so may this.
  std::vector<std::string> files;
};

/// Compiles the document as `flow check` does. Its text is the overlay's, as
/// are those of other open files.
///
/// What is wrong in another file is told where the document names that file or
/// one that leads to it, with the place itself as a note; so a document that
/// does not compile always shows why. What has no place at all is told at the
/// document's beginning.
Diagnosis Diagnose(const Document& document, const FileOverlay& overlay,
                   PositionEncoding encoding);

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_DIAGNOSE_H_
