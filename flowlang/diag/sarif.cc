#include "flowlang/diag/sarif.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "flowlang/diag/code.h"
#include "flowlang/diag/file_uri.h"
#include "flowlang/source/utf8.h"
#include "nlohmann/json.hpp"

namespace flow::lang {
namespace {

using nlohmann::ordered_json;

ordered_json Text(absl::string_view text) {
  return {{"text", std::string(text)}};
}

ordered_json RuleHelp(const CodeEntry& entry) {
  std::string text(entry.explanation), markdown(entry.explanation);
  if (!entry.example.empty()) {
    absl::StrAppend(&text, "\n\nFor example:\n\n", entry.example, "\n");
    absl::StrAppend(&markdown, "\n\nFor example:\n\n```textproto\n",
                    entry.example, "\n```\n");
  }
  return {{"text", text}, {"markdown", markdown}};
}

ordered_json RuleJson(const CodeEntry& entry) {
  return {{"id", std::string(entry.slug)},
          {"shortDescription", Text(entry.summary)},
          {"fullDescription", Text(entry.explanation)},
          {"help", RuleHelp(entry)}};
}

// The place with its column in code points instead of bytes.
LineColumn LocateCharacter(const SourceText& source, int offset) {
  LineColumn place = source.Locate(offset);
  const int line_start = offset - (place.column - 1);
  const absl::string_view before =
      absl::string_view(source.text()).substr(line_start, place.column - 1);
  place.column = CodePointCount(before) + 1;
  return place;
}

ordered_json PhysicalLocation(const Span& span) {
  const LineColumn start = LocateCharacter(*span.source, span.begin);
  const LineColumn end = LocateCharacter(*span.source, span.end);
  return {{"artifactLocation", {{"uri", FileUri(span.source->path())}}},
          {"region",
           {{"startLine", start.line},
            {"startColumn", start.column},
            {"endLine", end.line},
            {"endColumn", end.column}}}};
}

ordered_json Locations(const Span& span) {
  ordered_json locations = ordered_json::array();
  if (span.source != nullptr) {
    locations.push_back({{"physicalLocation", PhysicalLocation(span)}});
  }
  return locations;
}

ordered_json RelatedLocations(const std::vector<Note>& notes) {
  ordered_json locations = ordered_json::array();
  for (const Note& note : notes) {
    ordered_json location = {{"id", locations.size() + 1},
                             {"message", Text(note.message)}};
    if (note.span.source != nullptr) {
      location["physicalLocation"] = PhysicalLocation(note.span);
    }
    locations.push_back(std::move(location));
  }
  return locations;
}

ordered_json ResultJson(const Diagnostic& diagnostic) {
  const bool error = diagnostic.severity == Severity::kError;
  std::string message = diagnostic.message;
  if (!diagnostic.help.empty()) {
    absl::StrAppend(&message, "\nhelp: ", diagnostic.help);
  }
  // the rules are in the order of the enum
  ordered_json result = {{"ruleId", std::string(CodeSlug(diagnostic.code))},
                         {"ruleIndex", static_cast<int>(diagnostic.code)},
                         {"level", error ? "error" : "warning"},
                         {"message", Text(message)},
                         {"locations", Locations(diagnostic.span)}};
  if (!diagnostic.notes.empty()) {
    result["relatedLocations"] = RelatedLocations(diagnostic.notes);
  }
  return result;
}

ordered_json ToolJson() {
  ordered_json rules = ordered_json::array();
  for (const CodeEntry& entry : AllCodes()) rules.push_back(RuleJson(entry));
  return {{"driver", {{"name", "flow"}, {"rules", std::move(rules)}}}};
}

}  // namespace

std::string RenderSarif(const DiagnosticSink& sink) {
  ordered_json results = ordered_json::array();
  for (const Diagnostic& diagnostic : sink.Sorted()) {
    results.push_back(ResultJson(diagnostic));
  }
  ordered_json run = {{"tool", ToolJson()},
                      {"columnKind", "unicodeCodePoints"},
                      {"results", std::move(results)}};
  const ordered_json log = {
      {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
      {"version", "2.1.0"},
      {"runs", ordered_json::array({std::move(run)})}};
  return log.dump(2, ' ', /*ensure_ascii=*/false,
                  ordered_json::error_handler_t::replace) +
         "\n";
}

}  // namespace flow::lang
