#ifndef FLOWLANG_LSP_PARSED_DOCUMENT_H_
#define FLOWLANG_LSP_PARSED_DOCUMENT_H_

#include <string>
#include <vector>

#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/load/load_experiment.h"
#include "flowlang/lsp/cursor_context.h"
#include "flowlang/lsp/document.h"
#include "flowlang/lsp/outline.h"
#include "flowlang/parse/token_table.h"

namespace flow::lang {

/// A document as far as it can be read while it is being typed. The document
/// must outlive this and not change.
class ParsedDocument {
 public:
  explicit ParsedDocument(const Document& document);
  ParsedDocument(const ParsedDocument&) = delete;
  ParsedDocument& operator=(const ParsedDocument&) = delete;

  const Document& document() const { return document_; }
  FileKind kind() const { return kind_; }
  const OutlineGroup& root() const { return root_; }

  CursorContext At(int offset) const {
    return ContextAt(document_.source(), tokens_, root_, offset);
  }
  EditorRange RangeOf(const Span& span) const {
    return lang::RangeOf(span, document_.positions());
  }

 private:
  const Document& document_;
  DiagnosticSink unused_;  // the compiler tells its own mistakes
  FileKind kind_;
  TokenTable tokens_;
  OutlineGroup root_;
};

/// A name of another file, as `extends` and a member's `file` have it.
struct FileReference {
  Span place;        // the quoted text
  std::string path;  // from where the document lies
};

/// Those of the document, in its order; empty names are left out.
std::vector<FileReference> FileReferencesOf(const ParsedDocument& parsed);

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_PARSED_DOCUMENT_H_
