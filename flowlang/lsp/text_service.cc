#include "flowlang/lsp/text_service.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "flowlang/lsp/completion.h"
#include "flowlang/lsp/definition.h"
#include "flowlang/lsp/diagnose.h"
#include "flowlang/lsp/document_symbols.h"
#include "flowlang/lsp/formatting.h"
#include "flowlang/lsp/hover.h"
#include "flowlang/lsp/parsed_document.h"
#include "flowlang/lsp/protocol_json.h"

namespace flow::lang {
namespace {

using nlohmann::json;

// What a request about a document has to work with.
struct Question {
  const OpenDocuments& documents;
  const ClientOptions& options;
  const Document& document;
  const json& params;
};

absl::StatusOr<int> OffsetIn(const Question& question) {
  const auto position = PositionIn(question.params, "position");
  if (!position) {
    return absl::InvalidArgumentError("'position' has no line and character");
  }
  return question.document.positions().OffsetOf(*position);
}

absl::StatusOr<json> AnswerHover(const Question& question) {
  FLOW_ASSIGN_OR_RETURN(const int offset, OffsetIn(question));
  const ParsedDocument parsed(question.document);
  const std::optional<Hover> hover = HoverAt(parsed, offset);
  return hover ? ToJson(*hover) : json();
}

absl::StatusOr<json> AnswerDefinition(const Question& question) {
  FLOW_ASSIGN_OR_RETURN(const int offset, OffsetIn(question));
  const ParsedDocument parsed(question.document);
  const std::optional<EditorLocation> location =
      DefinitionAt(parsed, offset, question.documents.overlay());
  return location ? ToJson(*location) : json();
}

absl::StatusOr<json> AnswerCompletion(const Question& question) {
  FLOW_ASSIGN_OR_RETURN(const int offset, OffsetIn(question));
  const ParsedDocument parsed(question.document);
  json items = json::array();
  for (const CompletionItem& item :
       CompleteAt(parsed, offset, question.documents.overlay(),
                  question.options.snippets)) {
    items.push_back(ToJson(item, parsed.RangeOf(item.replaced),
                           static_cast<int>(items.size())));
  }
  return json{{"isIncomplete", false}, {"items", std::move(items)}};
}

absl::StatusOr<json> AnswerFormatting(const Question& question) {
  json edits = json::array();
  const std::optional<TextEdit> edit = FormatDocument(question.document);
  if (edit) edits.push_back(ToJson(*edit));
  return edits;
}

absl::StatusOr<json> AnswerSymbols(const Question& question) {
  const ParsedDocument parsed(question.document);
  json symbols = json::array();
  for (const DocumentSymbol& symbol : SymbolsOf(parsed)) {
    symbols.push_back(ToJson(symbol));
  }
  return symbols;
}

struct Method {
  const char* name;
  absl::StatusOr<json> (*answer)(const Question&);
};

constexpr Method kMethods[] = {
    {"textDocument/completion", AnswerCompletion},
    {"textDocument/definition", AnswerDefinition},
    {"textDocument/documentSymbol", AnswerSymbols},
    {"textDocument/formatting", AnswerFormatting},
    {"textDocument/hover", AnswerHover},
};

std::optional<std::string> UriIn(const json& params) {
  return TextIn(MemberOf(params, "textDocument"), "uri");
}

}  // namespace

ClientOptions ClientOptionsIn(const json& params) {
  const json& capabilities = MemberOf(params, "capabilities");
  ClientOptions options;
  const json& encodings =
      MemberOf(MemberOf(capabilities, "general"), "positionEncodings");
  if (encodings.is_array() && std::find(encodings.begin(), encodings.end(),
                                        "utf-8") != encodings.end()) {
    options.encoding = PositionEncoding::kUtf8;
  }
  const json& completion =
      MemberOf(MemberOf(capabilities, "textDocument"), "completion");
  options.snippets =
      BoolIn(MemberOf(completion, "completionItem"), "snippetSupport");
  return options;
}

std::optional<absl::StatusOr<json>> TextService::Answer(
    const std::string& method, const json& params) const {
  const auto known =
      std::find_if(std::begin(kMethods), std::end(kMethods),
                   [&](const Method& m) { return m.name == method; });
  if (known == std::end(kMethods)) return std::nullopt;
  const std::optional<std::string> uri = UriIn(params);
  if (!uri) return absl::InvalidArgumentError("'textDocument' has no uri");
  const Document* document = documents_.Find(*uri);
  if (document == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat("'", *uri, "' is not open"));
  }
  return known->answer({documents_, options_, *document, params});
}

void TextService::Notice(const std::string& method, const json& params) {
  if (method == "workspace/didChangeWatchedFiles") {
    return documents_.MarkAllDue();
  }
  const json& document = MemberOf(params, "textDocument");
  const std::optional<std::string> uri = TextIn(document, "uri");
  if (!uri) return;
  if (method == "textDocument/didOpen") {
    documents_.Open(*uri, TextIn(document, "text").value_or(""),
                    IntIn(document, "version"));
  } else if (method == "textDocument/didChange") {
    const auto changes = ChangesIn(params);
    if (changes) documents_.Change(*uri, *changes, IntIn(document, "version"));
  } else if (method == "textDocument/didSave") {
    // files that are not open may have been saved along with it
    documents_.MarkAllDue();
  } else if (method == "textDocument/didClose") {
    if (documents_.Close(*uri)) closed_.push_back(*uri);
  }
}

std::vector<json> TextService::TakeDiagnostics() {
  std::vector<json> published;
  for (const std::string& uri : std::exchange(closed_, {})) {
    // it may be open again
    if (documents_.Find(uri) != nullptr) continue;
    published.push_back({{"uri", uri}, {"diagnostics", json::array()}});
  }
  for (const std::string& uri : documents_.TakeDue()) {
    Diagnosis diagnosis = Diagnose(*documents_.Find(uri), documents_.overlay(),
                                   documents_.encoding());
    documents_.SetFilesOf(uri, std::move(diagnosis.files));
    json params = {{"uri", uri}, {"diagnostics", json::array()}};
    for (const EditorDiagnostic& diagnostic : diagnosis.diagnostics) {
      params["diagnostics"].push_back(ToJson(diagnostic));
    }
    const std::optional<int64_t> version = documents_.VersionOf(uri);
    if (version) params["version"] = *version;
    published.push_back(std::move(params));
  }
  return published;
}

}  // namespace flow::lang
