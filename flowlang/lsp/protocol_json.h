#ifndef FLOWLANG_LSP_PROTOCOL_JSON_H_
#define FLOWLANG_LSP_PROTOCOL_JSON_H_

/// The protocol's objects (LSP 3.17) from and to JSON. Reading never throws:
/// what is missing or of another type is empty.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "flowlang/lsp/completion_item.h"
#include "flowlang/lsp/diagnose.h"
#include "flowlang/lsp/document.h"
#include "flowlang/lsp/document_symbols.h"
#include "flowlang/lsp/formatting.h"
#include "flowlang/lsp/hover.h"
#include "flowlang/lsp/open_documents.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// The member of an object; a JSON null if it has none or is no object.
const nlohmann::json& MemberOf(const nlohmann::json& object, const char* name);

std::optional<std::string> TextIn(const nlohmann::json& object,
                                  const char* name);
std::optional<int64_t> IntIn(const nlohmann::json& object, const char* name);
bool BoolIn(const nlohmann::json& object, const char* name);
std::optional<EditorPosition> PositionIn(const nlohmann::json& object,
                                         const char* name);

/// The `contentChanges` of a didChange; empty if one of them is broken.
std::optional<std::vector<TextChange>> ChangesIn(const nlohmann::json& params);

nlohmann::json ToJson(const EditorRange& range);
nlohmann::json ToJson(const EditorLocation& location);
nlohmann::json ToJson(const EditorDiagnostic& diagnostic);
nlohmann::json ToJson(const Hover& hover);
nlohmann::json ToJson(const TextEdit& edit);
nlohmann::json ToJson(const DocumentSymbol& symbol);

/// `range` is the item's `replaced` in the document; `index` its place in the
/// list.
nlohmann::json ToJson(const CompletionItem& item, const EditorRange& range,
                      int index);

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_PROTOCOL_JSON_H_
