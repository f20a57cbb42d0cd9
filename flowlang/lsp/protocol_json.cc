#include "flowlang/lsp/protocol_json.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_format.h"

namespace flow::lang {
namespace {

using nlohmann::json;

json ToJson(const EditorPosition& position) {
  return {{"line", position.line}, {"character", position.character}};
}

std::optional<EditorPosition> PositionFrom(const json& object) {
  const auto line = IntIn(object, "line");
  const auto character = IntIn(object, "character");
  if (!line || !character) return std::nullopt;
  const auto clamped = [](int64_t number) {
    return static_cast<int>(
        std::clamp<int64_t>(number, 0, std::numeric_limits<int>::max()));
  };
  return EditorPosition{clamped(*line), clamped(*character)};
}

std::optional<TextChange> ChangeFrom(const json& object) {
  std::optional<std::string> text = TextIn(object, "text");
  if (!text) return std::nullopt;
  const json& range = MemberOf(object, "range");
  if (range.is_null()) return TextChange{std::nullopt, *std::move(text)};
  const auto start = PositionIn(range, "start");
  const auto end = PositionIn(range, "end");
  if (!start || !end) return std::nullopt;
  return TextChange{EditorRange{*start, *end}, *std::move(text)};
}

// Numbers of CompletionItemKind.
int KindNumber(CompletionItem::Kind kind) {
  switch (kind) {
    case CompletionItem::Kind::kField:
      return 5;  // Field
    case CompletionItem::Kind::kGroup:
      return 22;  // Struct
    case CompletionItem::Kind::kWord:
      return 20;  // EnumMember
    case CompletionItem::Kind::kName:
      return 18;  // Reference
    case CompletionItem::Kind::kFile:
      return 17;  // File
    case CompletionItem::Kind::kFolder:
      return 19;  // Folder
  }
  return 1;  // Text
}

// Numbers of SymbolKind.
int KindNumber(DocumentSymbol::Kind kind) {
  switch (kind) {
    case DocumentSymbol::Kind::kGroup:
      return 19;  // Object
    case DocumentSymbol::Kind::kList:
      return 18;  // Array
    case DocumentSymbol::Kind::kSetting:
      return 7;  // Property
  }
  return 7;
}

json Markdown(const std::string& text) {
  return {{"kind", "markdown"}, {"value", text}};
}

}  // namespace

const json& MemberOf(const json& object, const char* name) {
  static const json kNull;
  if (!object.is_object()) return kNull;
  const auto found = object.find(name);
  return found == object.end() ? kNull : *found;
}

std::optional<std::string> TextIn(const json& object, const char* name) {
  const json& member = MemberOf(object, name);
  if (!member.is_string()) return std::nullopt;
  return member.get<std::string>();
}

std::optional<int64_t> IntIn(const json& object, const char* name) {
  const json& member = MemberOf(object, name);
  if (!member.is_number_integer()) return std::nullopt;
  return member.get<int64_t>();
}

bool BoolIn(const json& object, const char* name) {
  const json& member = MemberOf(object, name);
  return member.is_boolean() && member.get<bool>();
}

std::optional<EditorPosition> PositionIn(const json& object, const char* name) {
  return PositionFrom(MemberOf(object, name));
}

std::optional<std::vector<TextChange>> ChangesIn(const json& params) {
  const json& list = MemberOf(params, "contentChanges");
  if (!list.is_array()) return std::nullopt;
  std::vector<TextChange> changes;
  for (const json& object : list) {
    std::optional<TextChange> change = ChangeFrom(object);
    if (!change) return std::nullopt;
    changes.push_back(*std::move(change));
  }
  return changes;
}

json ToJson(const EditorRange& range) {
  return {{"start", ToJson(range.start)}, {"end", ToJson(range.end)}};
}

json ToJson(const EditorLocation& location) {
  return {{"uri", location.uri}, {"range", ToJson(location.range)}};
}

json ToJson(const EditorDiagnostic& diagnostic) {
  json object = {{"range", ToJson(diagnostic.range)},
                 {"severity", diagnostic.severity == Severity::kError ? 1 : 2},
                 {"code", std::string(CodeSlug(diagnostic.code))},
                 {"source", "flow"},
                 {"message", diagnostic.message}};
  for (const EditorNote& note : diagnostic.notes) {
    object["relatedInformation"].push_back(
        {{"location", ToJson(note.location)}, {"message", note.message}});
  }
  return object;
}

json ToJson(const Hover& hover) {
  return {{"contents", Markdown(hover.markdown)},
          {"range", ToJson(hover.range)}};
}

json ToJson(const TextEdit& edit) {
  return {{"range", ToJson(edit.range)}, {"newText", edit.text}};
}

json ToJson(const DocumentSymbol& symbol) {
  json children = json::array();
  for (const DocumentSymbol& child : symbol.children) {
    children.push_back(ToJson(child));
  }
  return {{"name", symbol.name},
          {"detail", symbol.detail},
          {"kind", KindNumber(symbol.kind)},
          {"range", ToJson(symbol.range)},
          {"selectionRange", ToJson(symbol.selection)},
          {"children", std::move(children)}};
}

json ToJson(const CompletionItem& item, const EditorRange& range, int index) {
  json object = {
      {"label", item.label},
      {"kind", KindNumber(item.kind)},
      {"sortText", absl::StrFormat("%d%04d", item.rank, index)},
      {"textEdit", {{"range", ToJson(range)}, {"newText", item.text}}},
      {"insertTextFormat", item.snippet ? 2 : 1}};
  if (!item.detail.empty()) object["detail"] = item.detail;
  if (!item.markdown.empty()) object["documentation"] = Markdown(item.markdown);
  return object;
}

}  // namespace flow::lang
